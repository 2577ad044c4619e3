import { closeBrackets } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { nextDiagnostic } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  type KeyBinding,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { printable } from '@dq0/protocol/plain-words';
import { editorTheme } from './editor-theme.ts';

export interface CodeViewOptions {
  readonly place: ShadowRoot;
  readonly text: string;
  readonly changed: (text: string) => void;
  /** What it is called, and the id of the text that says how to use it. */
  readonly label: string;
  readonly help: string;
  /** The language, and what else only this editor has. */
  readonly extensions: readonly Extension[];
  /** They come before the usual ones. */
  readonly keys?: readonly KeyBinding[];
  /** Usual keys that the page takes for itself. */
  readonly leaves?: readonly string[];
}

/** CodeMirror in a shadow root: its styles go into sheets of the root, so that no inline style is needed. */
export function openCodeView(options: CodeViewOptions): EditorView {
  const { place, text, changed, label, help, extensions, keys = [], leaves = [] } = options;
  return new EditorView({
    root: place,
    parent: place as unknown as DocumentFragment,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        drawSelection(),
        highlightSpecialChars({ addSpecialChars: HIDDEN, render: visibly }),
        history(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        ...extensions,
        editorTheme,
        EditorView.lineWrapping,
        // It can be reached by Tab anyway; said aloud, so that those who scroll by keyboard are sure of it.
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': help, tabindex: '0' }),
        EditorView.updateListener.of(({ docChanged, state }) => docChanged && changed(state.doc.toString())),
        keymap.of([
          ...keys,
          { key: 'F8', run: nextDiagnostic },
          ...historyKeymap,
          ...defaultKeymap.filter(({ key }) => key === undefined || !leaves.includes(key)),
        ]),
      ],
    }),
  });
}

/** Marks that hide or reorder text, beside those that CodeMirror knows. */
const HIDDEN = /[\u200c\u200d\u202a-\u202c\u2060-\u2069]/;

/** The same escape that the page shows elsewhere; the text that is edited keeps the character. */
function visibly(code: number, description: string | null): HTMLElement {
  const shown = document.createElement('span');
  const character = String.fromCodePoint(code);
  const escape = printable(character);
  shown.className = 'cm-specialChar';
  shown.textContent = escape === character ? `\\u${code.toString(16).padStart(4, '0')}` : escape;
  shown.title = description ?? 'a character that does not show';
  return shown;
}

/** Puts another text in, where it is another. */
export function replaceText(view: EditorView, next: string): void {
  const now = view.state.doc.toString();
  if (now !== next) view.dispatch({ changes: { from: 0, to: now.length, insert: next } });
}

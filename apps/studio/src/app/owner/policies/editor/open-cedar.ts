import type { ErrorDetail } from '@dq0/protocol';
import { closeBrackets } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { type Diagnostic, nextDiagnostic, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Text } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { editorTheme } from '../../../ui/editor/editor-theme.ts';
import { cedar } from './cedar-language.ts';

/** What the page may do with an open editor of a policy. */
export interface OpenCedar {
  text(text: string): void;
  problems(list: readonly ErrorDetail[]): void;
  close(): void;
}

const PLACE = /^line (\d+), column (\d+)$/;

/** CodeMirror in a shadow root: its styles go into sheets of the root, so that no inline style is needed. */
export function openCedar(place: ShadowRoot, text: string, changed: (text: string) => void): OpenCedar {
  const view = new EditorView({
    root: place,
    parent: place as unknown as DocumentFragment,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        drawSelection(),
        history(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        cedar,
        editorTheme,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'Policy text', 'aria-describedby': 'cedar-help' }),
        EditorView.updateListener.of(({ docChanged, state }) => docChanged && changed(state.doc.toString())),
        keymap.of([{ key: 'F8', run: nextDiagnostic }, ...historyKeymap, ...defaultKeymap]),
      ],
    }),
  });
  return {
    text: (next) => {
      const now = view.state.doc.toString();
      if (now !== next) view.dispatch({ changes: { from: 0, to: now.length, insert: next } });
    },
    problems: (list) => view.dispatch(setDiagnostics(view.state, marksOf(view.state.doc, list))),
    close: () => view.destroy(),
  };
}

/** Problems that name a place, from there to the end of the word. */
function marksOf(text: Text, list: readonly ErrorDetail[]): Diagnostic[] {
  return list.flatMap(({ path, message }): Diagnostic[] => {
    const [, line, column] = PLACE.exec(path) ?? [];
    if (line === undefined || Number(line) > text.lines) return [];
    const { from: start, to: end, text: said } = text.line(Number(line));
    const from = Math.min(start + Number(column) - 1, end);
    const word = /^\w+|^\S/.exec(said.slice(from - start))?.[0].length ?? 0;
    return [{ from, to: from + word, severity: 'error', message }];
  });
}

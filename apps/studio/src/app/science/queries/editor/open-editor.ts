import type { Refusal } from '@dq0/protocol';
import { acceptCompletion, autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { schemaCompletionSource, keywordCompletionSource, PostgreSQL, sql } from '@codemirror/lang-sql';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { nextDiagnostic } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { editorTheme } from '../../../ui/editor/editor-theme.ts';
import { refusals, showRefusals, takeRewrite } from './refusals.ts';
import { FUNCTIONS } from './vocabulary.ts';

/** Published tables with their columns, as completion offers them. */
export type Schema = Readonly<Record<string, readonly { readonly name: string; readonly hint: string }[]>>;

export interface EditorOptions {
  readonly place: ShadowRoot;
  readonly text: string;
  readonly changed: (text: string) => void;
  readonly run: () => void;
}

/** What the page may do with an open editor. */
export interface OpenEditor {
  text(text: string): void;
  schema(schema: Schema): void;
  refuse(list: readonly Refusal[]): void;
  focus(): void;
  close(): void;
}

/** CodeMirror in a shadow root: its styles go into sheets of the root, so that no inline style is needed. */
export function openEditor({ place, text, changed, run }: EditorOptions): OpenEditor {
  const completion = new Compartment();
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
        sql({ dialect: PostgreSQL, upperCaseKeywords: true }),
        completion.of(completing({})),
        refusals,
        editorTheme,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'SQL editor', 'aria-describedby': 'editor-help' }),
        EditorView.updateListener.of(({ docChanged, state }) => docChanged && changed(state.doc.toString())),
        keymap.of([
          { key: 'Mod-Enter', run: () => (run(), true) },
          { key: 'Alt-Enter', run: takeRewrite },
          { key: 'F8', run: nextDiagnostic },
          { key: 'Tab', run: acceptCompletion },
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap.filter(({ key }) => key !== 'Alt-,' && key !== 'Alt-.'),
        ]),
      ],
    }),
  });
  return {
    text: (next) => {
      const now = view.state.doc.toString();
      if (now !== next) view.dispatch({ changes: { from: 0, to: now.length, insert: next } });
    },
    schema: (schema) => view.dispatch({ effects: completion.reconfigure(completing(schema)) }),
    refuse: (list) => view.dispatch(...showRefusals(view.state, list)),
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}

function completing(schema: Schema): Extension {
  const tables = Object.fromEntries(
    Object.entries(schema).map(([table, columns]) => [
      table,
      columns.map(({ name, hint }) => ({ label: name, detail: hint, type: 'property' })),
    ]),
  );
  const columns = Object.values(tables).flat();
  const only = Object.keys(schema).length === 1 ? { defaultTable: Object.keys(schema)[0] ?? '' } : {};
  return autocompletion({
    icons: false,
    override: [
      schemaCompletionSource({ dialect: PostgreSQL, schema: tables, ...only }),
      keywordCompletionSource(PostgreSQL, true),
      (context) => {
        const word = context.matchBefore(/\w+/);
        if (word === null && !context.explicit) return null;
        return { from: word?.from ?? context.pos, options: [...columns, ...FUNCTIONS], validFor: /^\w*$/ };
      },
    ],
  });
}

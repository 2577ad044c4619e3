import type { Refusal } from '@dq0/protocol';
import { acceptCompletion, autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { schemaCompletionSource, PostgreSQL, sql } from '@codemirror/lang-sql';
import { Compartment, type Extension } from '@codemirror/state';
import { openCodeView, replaceText } from '../../../ui/editor/code-view.ts';
import type { OpenText } from '../../../ui/editor/lazy-editor.ts';
import { refusals, showRefusals, takeRewrite } from './refusals.ts';
import { unlessWritten } from './unless-written.ts';
import { FUNCTIONS, KEYWORDS } from './vocabulary.ts';

/** Published tables with their columns, as completion offers them. */
export type Schema = Readonly<Record<string, readonly { readonly name: string; readonly hint: string }[]>>;

export interface EditorOptions {
  readonly place: ShadowRoot;
  readonly text: string;
  readonly changed: (text: string) => void;
  readonly run: () => void;
}

/** What the page may do with an open editor. */
export interface OpenEditor extends OpenText {
  schema(schema: Schema): void;
  refuse(list: readonly Refusal[]): void;
  focus(): void;
}

export function openEditor({ run, ...options }: EditorOptions): OpenEditor {
  const completion = new Compartment();
  const view = openCodeView({
    ...options,
    label: 'SQL editor',
    help: 'editor-help',
    extensions: [sql({ dialect: PostgreSQL, upperCaseKeywords: true }), completion.of(completing({})), refusals],
    keys: [
      { key: 'Mod-Enter', run: () => (run(), true) },
      { key: 'Alt-Enter', run: takeRewrite },
      { key: 'Tab', run: acceptCompletion },
      ...completionKeymap,
    ],
    leaves: ['Alt-,', 'Alt-.'],
  });
  return {
    text: (next) => replaceText(view, next),
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
    // Below the line stand refusals, with the button that mends them.
    aboveCursor: true,
    override: [
      unlessWritten(schemaCompletionSource({ dialect: PostgreSQL, schema: tables, ...only })),
      unlessWritten((context) => {
        const word = context.matchBefore(/\w+/);
        if (word === null && !context.explicit) return null;
        return { from: word?.from ?? context.pos, options: [...columns, ...FUNCTIONS, ...KEYWORDS], validFor: /^\w*$/ };
      }),
    ],
  });
}

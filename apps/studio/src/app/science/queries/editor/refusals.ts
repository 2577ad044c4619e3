import type { Refusal } from '@dq0/protocol';
import { printableText } from '@dq0/protocol/plain-words';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import {
  type EditorState,
  type Extension,
  StateEffect,
  StateField,
  type Text,
  type TransactionSpec,
} from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';

type Rewrite = NonNullable<Refusal['rewrite']>;

const show = StateEffect.define<readonly Refusal[]>();

/** Refusals stand below the line of the offending word, and go when the text there is changed. */
const shown = StateField.define<{ readonly list: readonly Refusal[]; readonly below: DecorationSet }>({
  create: () => ({ list: [], below: Decoration.none }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(show)) return { list: effect.value, below: widgets(transaction.state.doc, effect.value) };
    }
    return transaction.docChanged ? { list: [], below: value.below.map(transaction.changes) } : value;
  },
  provide: (field) => EditorView.decorations.from(field, ({ below }) => below),
});

export const refusals: Extension = shown;

/** What is to be changed in an editor so that it shows these refusals and no others. */
export function showRefusals(state: EditorState, list: readonly Refusal[]): readonly TransactionSpec[] {
  const diagnostics = list.flatMap((refusal): Diagnostic[] => {
    const place = placeIn(state.doc, refusal.position);
    return place === undefined
      ? []
      : [{ ...place, severity: 'error', message: printableText(`${refusal.message} ${refusal.remedy}`) }];
  });
  return [{ effects: show.of(list) }, setDiagnostics(state, diagnostics)];
}

/** Takes the first rewrite on offer, as one step that can be undone. */
export function takeRewrite(view: EditorView): boolean {
  const offered = view.state.field(shown).list.find(({ rewrite }) => rewrite !== undefined)?.rewrite;
  if (offered === undefined) return false;
  rewriteWith(view, offered);
  return true;
}

function rewriteWith(view: EditorView, { position, text }: Rewrite): void {
  const [from, to] = position;
  view.dispatch({ changes: { from, to, insert: text }, userEvent: 'input.rewrite' });
  view.focus();
}

function widgets(text: Text, list: readonly Refusal[]): DecorationSet {
  const found = list.flatMap((refusal) => {
    const place = placeIn(text, refusal.position) ?? { from: text.length, to: text.length };
    const widget = new RefusalWidget(refusal, refusal.rewrite && text.sliceString(...refusal.rewrite.position));
    return [Decoration.widget({ widget, block: true, side: 1 }).range(text.lineAt(place.to).to)];
  });
  return Decoration.set(found, true);
}

function placeIn(text: Text, position: Refusal['position']): { from: number; to: number } | undefined {
  if (position === null) return undefined;
  const [from, to] = position;
  return from > text.length ? undefined : { from, to: Math.min(Math.max(to, from), text.length) };
}

/** Message, remedy and a rewrite with one click. Texts go in as texts: nothing in them is ever markup. */
class RefusalWidget extends WidgetType {
  constructor(
    private readonly refusal: Refusal,
    private readonly before: string | undefined,
  ) {
    super();
  }

  override eq(other: RefusalWidget): boolean {
    return JSON.stringify([this.refusal, this.before]) === JSON.stringify([other.refusal, other.before]);
  }

  override toDOM(view: EditorView): HTMLElement {
    const { message, remedy, code, rewrite } = this.refusal;
    const box = element('div', 'refuse', element('b', '', message), ` ${remedy}`);
    if (rewrite !== undefined) {
      const button = element('button', '', 'Rewrite');
      button.setAttribute('type', 'button');
      button.addEventListener('click', () => rewriteWith(view, rewrite));
      const arrow = document.createTextNode(' → ');
      box.append(
        element('div', 'fix', element('del', '', this.before ?? ''), arrow, element('ins', '', rewrite.text), button),
      );
    }
    box.append(element('div', 'code', `${code} · refusals cost nothing`));
    return element('div', 'below', box);
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

function element(tag: string, name: string, ...content: (string | Node)[]): HTMLElement {
  const made = document.createElement(tag);
  if (name !== '') made.className = name;
  made.append(...content.map((part) => (typeof part === 'string' ? printableText(part) : part)));
  return made;
}

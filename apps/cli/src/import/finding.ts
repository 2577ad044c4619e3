/**
 * What an import has to say about one place:
 * - `gap`: missing; without it the result is no definition yet;
 * - `decide`: read from the source, or left out, in a way that the owner has to confirm;
 * - `default`: written without the source saying so;
 * - `dropped`: in the source, and not in the result.
 */
export type FindingKind = 'gap' | 'decide' | 'default' | 'dropped';

export interface Finding {
  readonly kind: FindingKind;
  /** Place in the definition, dotted: `tables.adult.columns.age`. */
  readonly path: string;
  /** Place in the source, dotted; null where nothing there says anything. */
  readonly source: string | null;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

type Words = readonly [what: string, why: string, remedy: string];

/** Findings in the order in which they are made. Texts never hold values that may be secret. */
export class Findings {
  readonly all: Finding[] = [];

  gap(path: string, source: string | null, ...words: Words): void {
    this.#add('gap', path, source, words);
  }

  decide(path: string, source: string | null, ...words: Words): void {
    this.#add('decide', path, source, words);
  }

  default(path: string, ...words: Words): void {
    this.#add('default', path, null, words);
  }

  dropped(path: string, source: string, ...words: Words): void {
    this.#add('dropped', path, source, words);
  }

  #add(kind: FindingKind, path: string, source: string | null, [what, why, remedy]: Words): void {
    this.all.push({ kind, path, source, what, why, remedy });
  }
}

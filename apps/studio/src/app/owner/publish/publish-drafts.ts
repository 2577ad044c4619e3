import { Injectable } from '@angular/core';
import { Kept } from '../../data-access/kept.ts';
import { isDraft, newDraft, type Draft } from './draft.ts';

/** Data sets that are being written, kept over reloads in this browser alone. */
@Injectable({ providedIn: 'root' })
export class PublishDrafts {
  readonly #drafts = new Kept<Draft>({ what: 'publish', valid: isDraft });
  readonly all = this.#drafts.all;

  /** Opens a new draft and gives its key; one in which nothing was written is taken again. */
  open(): string {
    const empty = this.all().find(({ saved }) => saved === 0);
    if (empty !== undefined) return empty.key;
    const used = new Set(this.#drafts.ids());
    let number = 1;
    while (used.has(`new-${number}`)) number += 1;
    const draft = newDraft(`new-${number}`);
    this.#drafts.put(draft.key, draft);
    return draft.key;
  }

  change(key: string, part: Partial<Omit<Draft, 'key'>>): void {
    const draft = this.#drafts.get(key);
    if (draft !== undefined) this.#drafts.put(key, { ...draft, ...part, saved: Date.now() });
  }

  drop(key: string): void {
    this.#drafts.drop(key);
  }
}

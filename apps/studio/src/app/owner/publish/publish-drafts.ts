import { Injectable } from '@angular/core';
import { stored } from '../../data-access/stored.ts';
import { isDraft, newDraft, type Draft } from './draft.ts';

/** Data sets that are being written, kept over reloads in this browser alone. */
@Injectable({ providedIn: 'root' })
export class PublishDrafts {
  readonly all = stored<readonly Draft[]>('studi0-publish', [], isDrafts);

  /** Opens a new draft and gives its key; one in which nothing was written is taken again. */
  open(): string {
    const empty = this.all().find(({ saved }) => saved === 0);
    if (empty !== undefined) return empty.key;
    const used = new Set(this.all().map(({ key }) => key));
    let number = 1;
    while (used.has(`new-${number}`)) number += 1;
    const draft = newDraft(`new-${number}`);
    this.all.update((drafts) => [...drafts, draft]);
    return draft.key;
  }

  change(key: string, part: Partial<Omit<Draft, 'key'>>): void {
    this.all.update((drafts) =>
      drafts.map((draft) => (draft.key === key ? { ...draft, ...part, saved: Date.now() } : draft)),
    );
  }

  drop(key: string): void {
    this.all.update((drafts) => drafts.filter((draft) => draft.key !== key));
  }
}

function isDrafts(value: unknown): value is readonly Draft[] {
  return Array.isArray(value) && value.every(isDraft);
}

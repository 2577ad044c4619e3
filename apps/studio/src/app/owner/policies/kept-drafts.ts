import { Injectable } from '@angular/core';
import { Kept } from '../../data-access/kept.ts';
import type { FormFields } from './form-fields.ts';

/** A policy as it is being written: a form or a text. */
export interface KeptDraft {
  /** Of a new policy; empty where the group or the text names it. */
  readonly name: string;
  readonly as: 'form' | 'text';
  readonly fields: FormFields;
  readonly text: string;
  /** The change that it began from; 0 for a new policy. */
  readonly base: number;
}

/** Policies that are not saved yet, by `dataset/name`: they stay over reloads in this browser alone. */
@Injectable({ providedIn: 'root' })
export class KeptDrafts {
  readonly #drafts = new Kept({ what: 'policies', valid: isDraft });

  of(id: string): KeptDraft | undefined {
    return this.#drafts.get(id);
  }

  keep(id: string, draft: KeptDraft): void {
    this.#drafts.put(id, draft);
  }

  drop(id: string): void {
    this.#drafts.drop(id);
  }
}

function isDraft(value: unknown): value is KeptDraft {
  if (!isRecord(value) || !isRecord(value['fields'])) return false;
  const { fields } = value;
  const typed = ['group', 'epsilon', 'purpose', 'until', 'share'].map((name) => fields[name]);
  const texts = [value['name'], value['text'], ...typed];
  const shaped = texts.every((text) => typeof text === 'string') && typeof value['base'] === 'number';
  return shaped && (value['as'] === 'form' || value['as'] === 'text');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

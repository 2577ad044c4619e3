import { Injectable } from '@angular/core';
import { stored } from '../../data-access/stored.ts';
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
  readonly all = stored<Readonly<Record<string, KeptDraft>>>('studi0-policies', {}, areDrafts);

  keep(id: string, draft: KeptDraft): void {
    this.all.update((all) => ({ ...all, [id]: draft }));
  }

  drop(id: string): void {
    this.all.update((all) => Object.fromEntries(Object.entries(all).filter(([other]) => other !== id)));
  }
}

function areDrafts(value: unknown): value is Readonly<Record<string, KeptDraft>> {
  return isRecord(value) && Object.values(value).every(isDraft);
}

function isDraft(value: unknown): boolean {
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

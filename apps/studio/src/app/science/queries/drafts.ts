import { computed, Injectable, signal } from '@angular/core';
import { stored } from '../../data-access/stored.ts';
import { purposeText } from '../../ui/purpose.ts';
import type { Stop } from './price/ladder.ts';

/** One tab: a text, the data set it asks, and the stop of the slider. Never an answer. */
export interface Draft {
  readonly id: string;
  readonly dataset: string;
  readonly sql: string;
  readonly stop?: Stop;
  /** What it is for, as it is typed; empty or absent: nothing is declared. */
  readonly purpose?: string;
  /** The project it is recorded with, by its full name; empty or absent: none. */
  readonly project?: string;
}

export interface SavedQuery {
  readonly name: string;
  readonly dataset: string;
  readonly sql: string;
}

/** What is being written, kept over reloads in this browser alone. */
@Injectable({ providedIn: 'root' })
export class Drafts {
  readonly tabs = stored<readonly Draft[]>('studi0-tabs', [], isDrafts);
  readonly saved = stored<readonly SavedQuery[]>('studi0-saved', [], isSaved);
  readonly current = signal('');
  readonly draft = computed(() => this.tabs().find(({ id }) => id === this.current()));

  /** Opens a tab and gives its id; an untouched one is taken again. */
  open(dataset: string, sql: string): string {
    const empty = this.tabs().find((tab) => tab.sql.trim() === '');
    const id = empty?.id ?? this.#freeId();
    const draft = { id, dataset, sql };
    this.tabs.update((tabs) => (empty ? tabs.map((tab) => (tab === empty ? draft : tab)) : [...tabs, draft]));
    return id;
  }

  change(part: Partial<Omit<Draft, 'id'>>): void {
    this.tabs.update((tabs) => tabs.map((tab) => (tab.id === this.current() ? { ...tab, ...part } : tab)));
  }

  /** Closes a tab and gives the one to show then. */
  close(id: string): string | undefined {
    const at = this.tabs().findIndex((tab) => tab.id === id);
    this.tabs.update((tabs) => tabs.filter((tab) => tab.id !== id));
    return this.tabs()[Math.min(at, this.tabs().length - 1)]?.id;
  }

  save(name: string): void {
    const draft = this.draft();
    if (draft === undefined) return;
    const { dataset, sql } = draft;
    this.saved.update((saved) => [...saved.filter((other) => other.name !== name), { name, dataset, sql }]);
  }

  forget(name: string): void {
    this.saved.update((saved) => saved.filter((other) => other.name !== name));
  }

  #freeId(): string {
    const used = new Set(this.tabs().map(({ id }) => id));
    let number = 1;
    while (used.has(String(number))) number += 1;
    return String(number);
  }
}

interface Declared<T> {
  readonly purpose?: T;
  readonly project?: T;
}

/** Purpose and project of a question as its input takes them. */
export function declared({ purpose, project }: Declared<string | null | undefined>): Declared<string> {
  const named = purposeText(purpose ?? '');
  return { ...(named === '' ? {} : { purpose: named }), ...(project ? { project } : {}) };
}

/** A short name for a text: what it groups by, else its first words. */
export function titleOf(sql: string): string {
  const groups = /\bGROUP\s+BY\s+([^)]+?)(?:\s+(?:HAVING|ORDER|LIMIT)\b|$)/is.exec(sql)?.[1];
  const text = groups === undefined ? sql.replace(/^\s*SELECT\s+/i, '') : `by ${groups}`;
  const short = text.replaceAll(/\s+/g, ' ').trim();
  if (short === '') return 'new question';
  return short.length > 26 ? `${short.slice(0, 25)}…` : short;
}

/** Whether two texts are the same question but for spaces and a semicolon at the end. */
export function sameText(one: string, other: string): boolean {
  const plain = (sql: string): string =>
    sql
      .replaceAll(/\s+/g, ' ')
      .replace(/;?\s*$/, '')
      .trim();
  return plain(one) === plain(other);
}

function isDrafts(value: unknown): value is readonly Draft[] {
  return Array.isArray(value) && value.every((tab) => texts(tab, 'id', 'dataset', 'sql'));
}

function isSaved(value: unknown): value is readonly SavedQuery[] {
  return Array.isArray(value) && value.every((query) => texts(query, 'name', 'dataset', 'sql'));
}

function texts(value: unknown, ...names: string[]): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => typeof (value as Record<string, unknown>)[name] === 'string')
  );
}

import { computed, Injectable, signal } from '@angular/core';
import { Kept } from '../../data-access/kept.ts';
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

/** A tab that another window changed, and the one in which this window goes on. */
export interface Parting {
  readonly from: string;
  readonly to: string;
}

/** What is being written, kept over reloads in this browser alone. */
@Injectable({ providedIn: 'root' })
export class Drafts {
  readonly #tabs = new Kept<Draft>({
    what: 'tabs',
    valid: isDraft,
    takes: (id, mine, theirs) => this.#takes(id, mine, theirs),
  });
  readonly #saved = new Kept<SavedQuery>({ what: 'saved', valid: isSaved });
  readonly tabs = this.#tabs.all;
  readonly saved = this.#saved.all;
  readonly current = signal('');
  readonly draft = computed(() => this.#tabs.get(this.current()));
  /** Where this window goes on with its own text, because another window changed the one it was about. */
  readonly parted = signal<Parting | undefined>(undefined);
  /** Tabs in which this window typed. */
  readonly #typed = new Set<string>();

  /** Opens a tab and gives its id; an untouched one is taken again. */
  open(dataset: string, sql: string): string {
    const empty = this.tabs().find((tab) => tab.sql.trim() === '');
    const id = empty?.id ?? this.#freeId();
    this.#tabs.put(id, { id, dataset, sql });
    return id;
  }

  change(part: Partial<Omit<Draft, 'id'>>): void {
    const draft = this.draft();
    // What another window wrote comes back from the editor: kept once more, it would undo what was written since.
    if (draft === undefined || isAsItIs(draft, part)) return;
    if (part.sql !== undefined && part.sql !== draft.sql) this.#typed.add(draft.id);
    this.#tabs.put(draft.id, { ...draft, ...part });
  }

  /** Closes a tab and gives the one to show then. */
  close(id: string): string | undefined {
    const at = this.tabs().findIndex((tab) => tab.id === id);
    this.#tabs.drop(id);
    this.#typed.delete(id);
    return this.tabs()[Math.min(at, this.tabs().length - 1)]?.id;
  }

  save(name: string): void {
    const draft = this.draft();
    if (draft === undefined) return;
    const { dataset, sql } = draft;
    this.#saved.put(name, { name, dataset, sql });
  }

  forget(name: string): void {
    this.#saved.drop(name);
  }

  /** Takes what the other window wrote; the text of this one goes. Gives the tab to show. */
  takeOther(): string | undefined {
    const parting = this.parted();
    if (parting === undefined) return undefined;
    this.parted.set(undefined);
    this.#tabs.drop(parting.to);
    return parting.from;
  }

  /**
   * Where both windows typed, the text of this one goes on in a tab of its own at once, so that a reload loses neither.
   * A text that is dropped elsewhere stays where somebody is writing it.
   */
  #takes(id: string, mine: Draft, theirs: Draft | undefined): boolean {
    const writing = id === this.current() && this.#typed.has(id) && mine.sql.trim() !== '';
    if (!writing || theirs?.sql === mine.sql) return true;
    if (theirs === undefined) return false;
    const to = this.#freeId();
    this.#tabs.put(to, { ...mine, id: to });
    this.#typed.delete(id);
    this.#typed.add(to);
    this.parted.set({ from: id, to });
    this.current.set(to);
    return true;
  }

  /** Behind all others, so that tabs stand in the order in which they were opened. */
  #freeId(): string {
    return String(1 + Math.max(0, ...this.#tabs.ids().map(Number).filter(Number.isSafeInteger)));
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

function isAsItIs(draft: Draft, part: Partial<Draft>): boolean {
  return Object.entries(part).every(([name, value]) => draft[name as keyof Draft] === value);
}

function isDraft(value: unknown): value is Draft {
  return texts(value, 'id', 'dataset', 'sql');
}

function isSaved(value: unknown): value is SavedQuery {
  return texts(value, 'name', 'dataset', 'sql');
}

function texts(value: unknown, ...names: string[]): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => typeof (value as Record<string, unknown>)[name] === 'string')
  );
}

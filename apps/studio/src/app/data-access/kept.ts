import { computed, inject, linkedSignal, type Signal } from '@angular/core';
import { Session } from './session.ts';

export interface Keeping<T> {
  /** What the items are, in the names of their keys. */
  readonly what: string;
  readonly valid: (value: unknown) => value is T;
  /**
   * Another window changed an item, or dropped it, since this one looked: whether this one takes that. Without it what
   * is typed last stays.
   */
  readonly takes?: (id: string, mine: T, theirs: T | undefined) => boolean;
}

interface Item<T> {
  readonly value: T;
  /** As it stood in the storage when this window last read or wrote it. */
  readonly text: string | null;
}
type Items<T> = ReadonlyMap<string, Item<T>>;

const BY_NUMBER = new Intl.Collator('en', { numeric: true });

/**
 * What the person who is logged in types, kept over reloads in this browser alone: texts and choices, never answers. Each
 * item has a key of its own, so that two windows write beside each other, and the keys are of that person at this
 * device: nobody else is shown them, nor anybody who is not logged in.
 */
export class Kept<T> {
  readonly #session = inject(Session);
  readonly #keeping: Keeping<T>;
  readonly #prefix = computed(() => {
    const person = this.#session.person();
    return person === undefined ? undefined : `studi0/${person}/${this.#keeping.what}/`;
  });
  readonly #items = linkedSignal<string | undefined, Items<T>>({
    source: this.#prefix,
    computation: (prefix) => this.#readAll(prefix),
  });
  /** In the order of their ids. */
  readonly all: Signal<readonly T[]> = computed(() =>
    [...this.#items()].sort(([one], [other]) => BY_NUMBER.compare(one, other)).map(([, { value }]) => value),
  );

  /** To be made where injection is possible, for as long as the page is open. */
  constructor(keeping: Keeping<T>) {
    this.#keeping = keeping;
    addEventListener('storage', ({ key, storageArea }) => {
      const prefix = this.#prefix();
      if (storageArea !== localStorage || prefix === undefined || key?.startsWith(prefix) !== true) return;
      this.#meet(key.slice(prefix.length));
    });
  }

  get(id: string): T | undefined {
    return this.#items().get(id)?.value;
  }

  /** Ids that are taken, those of other windows among them. */
  ids(): readonly string[] {
    const prefix = this.#prefix();
    return prefix === undefined ? [] : [...new Set([...this.#items().keys(), ...storedIds(prefix)])];
  }

  put(id: string, value: T): void {
    const prefix = this.#prefix();
    if (prefix === undefined) return;
    const text = read(prefix + id);
    const known = this.#items().get(id);
    const foreign = known !== undefined && text !== null && text !== known.text;
    const theirs = foreign ? this.#parse(text) : undefined;
    if (theirs !== undefined && this.#keeping.takes?.(id, value, theirs) === true) this.#set(id, theirs, text);
    else this.#set(id, value, write(prefix + id, JSON.stringify(value)) ?? known?.text ?? null);
  }

  drop(id: string): void {
    const prefix = this.#prefix();
    if (prefix === undefined) return;
    erase(prefix + id);
    this.#forget(id);
  }

  /** Another window wrote an item. */
  #meet(id: string): void {
    const text = read(`${this.#prefix() ?? ''}${id}`);
    const known = this.#items().get(id);
    if (text === (known?.text ?? null)) return;
    const theirs = this.#parse(text);
    if (known !== undefined && this.#keeping.takes?.(id, known.value, theirs) === false) {
      this.#set(id, known.value, text);
      this.put(id, known.value);
    } else if (theirs === undefined) this.#forget(id);
    else this.#set(id, theirs, text);
  }

  #set(id: string, value: T, text: string | null): void {
    this.#items.update((items) => new Map(items).set(id, { value, text }));
  }

  #forget(id: string): void {
    this.#items.update((items) => new Map([...items].filter(([other]) => other !== id)));
  }

  #readAll(prefix: string | undefined): Items<T> {
    const items = new Map<string, Item<T>>();
    for (const id of prefix === undefined ? [] : storedIds(prefix)) {
      const text = read(`${prefix ?? ''}${id}`);
      const value = this.#parse(text);
      if (value !== undefined) items.set(id, { value, text });
    }
    return items;
  }

  #parse(text: string | null): T | undefined {
    try {
      const value: unknown = JSON.parse(text ?? 'null');
      return this.#keeping.valid(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }
}

// A full or forbidden storage loses what was typed on reload, nothing else.

function storedIds(prefix: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  } catch {
    return [];
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, text: string): string | undefined {
  try {
    localStorage.setItem(key, text);
    return text;
  } catch {
    return undefined;
  }
}

function erase(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // As above.
  }
}

import { effect, signal, type WritableSignal } from '@angular/core';

/** A signal that survives a reload. For texts and choices alone: answers are never stored in the browser. */
export function stored<T>(key: string, initial: T, valid: (value: unknown) => value is T): WritableSignal<T> {
  const value = signal(read(key, initial, valid));
  effect(() => {
    const text = JSON.stringify(value());
    try {
      localStorage.setItem(key, text);
    } catch {
      // A full or forbidden storage loses the draft on reload, nothing else.
    }
  });
  return value;
}

function read<T>(key: string, initial: T, valid: (value: unknown) => value is T): T {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return valid(value) ? value : initial;
  } catch {
    return initial;
  }
}

import { effect, signal, type WritableSignal } from '@angular/core';

/** A choice of this browser, whoever is logged in, that survives a reload. What people type is `Kept`. */
export function stored<T>(key: string, initial: T, valid: (value: unknown) => value is T): WritableSignal<T> {
  const value = signal(read(key, initial, valid));
  effect(() => {
    const text = JSON.stringify(value());
    try {
      localStorage.setItem(key, text);
    } catch {
      // A full or forbidden storage loses the choice on reload, nothing else.
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

import { effect, type Signal, signal, untracked } from '@angular/core';

/** The value of a signal once it has rested for a while. */
export function settled<T>(source: Signal<T>, milliseconds: number): Signal<T> {
  const value = signal(untracked(source));
  effect((onCleanup) => {
    const next = source();
    const timer = setTimeout(() => value.set(next), milliseconds);
    onCleanup(() => clearTimeout(timer));
  });
  return value.asReadonly();
}

import { effect, linkedSignal, type Signal, signal, untracked } from '@angular/core';

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

/** Whether something has been so for a while, counted anew from each change of `since`. */
export function lasting(now: Signal<boolean>, since: Signal<unknown>, milliseconds: number): Signal<boolean> {
  const value = signal(false);
  effect((onCleanup) => {
    since();
    if (!now()) return;
    const timer = setTimeout(() => value.set(true), milliseconds);
    onCleanup(() => {
      clearTimeout(timer);
      value.set(false);
    });
  });
  return value.asReadonly();
}

/** A value, or the last one of the same place for as long as a new one is on its way. */
export function kept<T>(from: {
  readonly now: () => T | undefined;
  readonly place: () => string;
  /** None is on its way where this is false. */
  readonly keep: () => boolean;
}): Signal<T | undefined> {
  return linkedSignal<{ now: T | undefined; place: string; keep: boolean }, T | undefined>({
    source: () => ({ now: from.now(), place: from.place(), keep: from.keep() }),
    computation: ({ now, place, keep }, previous) =>
      now ?? (keep && previous?.source.place === place ? previous.value : undefined),
  }).asReadonly();
}

import { retry, timer, type MonoTypeOperatorFunction } from 'rxjs';

const FIRST_MS = 250;
const LONGEST_MS = 30_000;

/** Tries again for ever: after 250 ms, then twice as long each time up to 30 s, a little apart from others; a value starts it over. */
export function backOff<T>(
  onFailure: (error: unknown, tries: number) => void,
  random: () => number = Math.random,
): MonoTypeOperatorFunction<T> {
  return retry({
    resetOnSuccess: true,
    delay: (error, tries) => {
      onFailure(error, tries);
      return timer(waitAfter(tries) * (0.75 + random() / 4));
    },
  });
}

function waitAfter(tries: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries - 1, 16));
}

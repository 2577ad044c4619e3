import { Clock } from '../src/clock/clock.ts';

const DAY_MS = 24 * 3_600_000;

/** A clock that stands still until it is told to move. */
export class FakeClock extends Clock {
  #now: number;

  constructor(start = '2026-11-24T08:00:00.000Z') {
    super();
    this.#now = Date.parse(start);
  }

  override now(): Date {
    return new Date(this.#now);
  }

  advance(span: { readonly days?: number; readonly minutes?: number; readonly ms?: number }): void {
    this.#now += (span.days ?? 0) * DAY_MS + (span.minutes ?? 0) * 60_000 + (span.ms ?? 0);
  }

  set(time: string): void {
    this.#now = Date.parse(time);
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { Settings } from '../database/settings.ts';
import { UnitOfWork, type Writing } from '../database/unit-of-work.ts';

/** Name of the setting that keeps the mark. */
export const HIGH_WATER = 'high-water';

/**
 * The platform's time for message rules: the newest it has ever acted on. It never goes back, over restarts too, so a
 * clock that is set back does not make a forgotten message id valid again.
 */
@Injectable()
export class HighWater {
  readonly #clock: Clock;
  readonly #settings: Settings;
  #highest: number;

  constructor(clock: Clock, settings: Settings, unitOfWork: UnitOfWork) {
    this.#clock = clock;
    this.#settings = settings;
    this.#highest = Number(unitOfWork.read((reading) => settings.get(reading, HIGH_WATER)) ?? 0);
  }

  /** Milliseconds since 1970. */
  now(): number {
    this.#highest = Math.max(this.#highest, this.#clock.now().getTime());
    return this.#highest;
  }

  /** Keeps the mark; part of every transaction that accepts messages or forgets ids. */
  keep(writing: Writing): void {
    this.#settings.set(writing, HIGH_WATER, String(this.now()));
  }
}

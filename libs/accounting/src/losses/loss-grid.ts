import { scaleToOne, upperPart, type LossDistribution } from './loss-distribution.ts';

/** A grid is fine enough for its largest loss to have seven digits, whatever its width. */
const DIGITS = 1e-7;
/** No step is smaller: losses below are taken as this. */
const SMALLEST_STEP = 2 ** -300;

/** Collects masses at any losses between two ends, each split between the grid points around it. */
export class LossGrid {
  readonly step: number;
  readonly #first: number;
  readonly #masses: Float64Array;

  /** About `points` steps from the lowest to the highest loss. */
  constructor(lowest: number, highest: number, points: number) {
    const finest = Math.max((highest - lowest) / points, Math.max(Math.abs(lowest), Math.abs(highest)) * DIGITS);
    this.step = 2 ** Math.ceil(Math.log2(Math.max(finest, SMALLEST_STEP)));
    this.#first = Math.floor(lowest / this.step) - 1;
    this.#masses = new Float64Array(Math.ceil(highest / this.step) - this.#first + 3);
  }

  /** A loss outside the ends (by rounding) counts as at the end. */
  add(loss: number, mass: number): void {
    const at = loss / this.step - this.#first;
    const below = Math.min(this.#masses.length - 2, Math.max(0, Math.floor(at)));
    const up = upperPart((at - below) * this.step, this.step);
    this.#masses[below] = (this.#masses[below] ?? 0) + mass * (1 - up);
    this.#masses[below + 1] = (this.#masses[below + 1] ?? 0) + mass * up;
  }

  /** @param infinite probability that was not added: it counts as an infinite loss */
  toDistribution(infinite: number): LossDistribution {
    const used = this.#masses.findIndex((mass) => mass > 0);
    const end = this.#masses.findLastIndex((mass) => mass > 0) + 1;
    return { step: this.step, first: this.#first + used, masses: scaleToOne(this.#masses.slice(used, end)), infinite };
  }
}

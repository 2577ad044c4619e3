import { CodedError, type ErrorCode } from '@dq0/protocol';
import type { Writing } from '../database/unit-of-work.ts';

/** A refusal that leaves something behind, in the transaction of the refusal: a wrong code that counts as a try. */
export class CountedRefusal extends CodedError {
  readonly effect: (writing: Writing) => void;

  constructor(code: ErrorCode, effect: (writing: Writing) => void) {
    super(code);
    this.effect = effect;
  }
}

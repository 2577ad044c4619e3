import { LEAST_EPSILON, WantedError } from '@dq0/protocol';
import { Flags } from '@oclif/core';
import { UsageError } from '../errors/usage-error.ts';
import { readPositive } from './read-question.ts';

/** What an answer may cost, or how far off it may be. */
export const PRICE_FLAGS = {
  epsilon: Flags.string({ description: 'privacy to spend on this answer', helpValue: 'E' }),
  error: Flags.string({
    description: 'instead: the error it may have (95 %), in units of the columns or as 5% of --expect',
    helpValue: 'P',
  }),
  refine: Flags.string({
    description: 'a job whose answer becomes as sharp as --epsilon makes one, for the difference',
    helpValue: 'JOB',
  }),
  expect: Flags.string({ description: 'number of rows you expect in a result', helpValue: 'NUMBER' }),
};

export type GivenPrice = {
  readonly epsilon?: string;
  readonly error?: string;
  readonly expect?: string;
  readonly refine?: string;
};

/** @throws UsageError for numbers that are none, and for both prices at once */
export function readPrice({ epsilon, error, expect, refine }: GivenPrice): {
  epsilon: number | undefined;
  error: WantedError | undefined;
  expect: number | undefined;
  refine: string | undefined;
} {
  if (epsilon !== undefined && error !== undefined) {
    throw new UsageError('--epsilon and --error each decide the price.', 'Give one of them.');
  }
  if (refine !== undefined && error !== undefined) {
    throw new UsageError(
      '--refine makes an answer as sharp as --epsilon says, not --error.',
      'Give --epsilon instead.',
    );
  }
  return {
    epsilon: readEpsilon(epsilon),
    error: readError(error),
    expect: readPositive('expect', expect),
    refine,
  };
}

function readEpsilon(given: string | undefined): number | undefined {
  const epsilon = readPositive('epsilon', given);
  if (epsilon === undefined || epsilon >= LEAST_EPSILON) return epsilon;
  throw new UsageError(
    `--epsilon is below ${LEAST_EPSILON}: no noise is wide enough for it, so no question could be admitted.`,
    'Give more, for example: --epsilon 0.1',
  );
}

function readError(given: string | undefined): WantedError | undefined {
  if (given === undefined) return undefined;
  const percentage = /^([^%]*?)\s*%$/.exec(given.trim());
  if (!percentage) return readPositive('error', given);
  const percent = readPositive('error', percentage[1]);
  const { success, data } = WantedError.safeParse(`${percent ?? 0}%`);
  if (success) return data;
  throw new UsageError('--error is no percentage of this size.', 'Give for example: --error 5%');
}

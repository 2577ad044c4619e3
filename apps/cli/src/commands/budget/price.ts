import { priceEvents } from '@dq0/accounting';
import { ERRORS } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { readPositive } from '../../answers/read-question.ts';
import { BaseCommand } from '../../base-command.ts';
import { readEventsFile } from '../../budget/read-events-file.ts';
import { priceJson, renderPrice } from '../../budget/render-price.ts';
import { UsageError } from '../../errors/usage-error.ts';

/** Far above any budget, and far below what overflows. */
const LARGEST_EPSILON = 1e200;

export default class BudgetPrice extends BaseCommand {
  static override summary = 'Price a list of privacy events on a fresh account; needs no login, no data, no platform';
  static override description =
    'Exits with 0 when the events are admitted and with 5 when they are not. The form of the list is in docs/guide/budget.md.';
  static override examples = ['<%= config.bin %> budget price events.json --epsilon 5 --delta 1e-6'];
  static override args = {
    events: Args.string({ required: true, ignoreStdin: true, description: 'JSON list of events; - for stdin' }),
  };
  static override flags = {
    epsilon: Flags.string({ required: true, description: 'epsilon of the account', helpValue: 'E' }),
    delta: Flags.string({ required: true, description: 'delta of the account', helpValue: 'D' }),
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.read(BudgetPrice);
    const account = { epsilon: readEpsilon(flags.epsilon), delta: readDelta(flags.delta) };
    const events = await readEventsFile(args.events);
    this.console.progress('Composing the privacy losses');
    const price = priceEvents(events, account.epsilon, account.delta);
    if (!price.admitted) process.exitCode = ERRORS.BUDGET_EXCEEDED.exit;
    this.print(priceJson(price, account), () => renderPrice(price, account));
  }
}

function readEpsilon(given: string): number {
  const epsilon = readPositive('epsilon', given) ?? 0;
  if (epsilon <= LARGEST_EPSILON) return epsilon;
  throw new UsageError(`--epsilon is above ${LARGEST_EPSILON}.`, 'Give the epsilon of an account: --epsilon 5');
}

function readDelta(given: string): number {
  const delta = readPositive('delta', given) ?? 0;
  if (delta > 0 && delta < 1) return delta;
  throw new UsageError('--delta is no number between 0 and 1.', 'Give the delta of an account: --delta 1e-6');
}

import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { epsilonByLossesInSteps, totalsToRecord, type PrivacyEvent } from '@dq0/accounting';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import type { Account } from './account.ts';
import { AccountRepository } from './account.repository.ts';
import { SpendHistoryRepository } from './spend-history.repository.ts';

/** Epsilon by privacy losses of an account's spends at a time (milliseconds since 1970). */
export interface OdometerReading {
  readonly epsilon: number;
  readonly spends: number;
  readonly at: number;
}

interface Known extends OdometerReading {
  /** The totals it is about. */
  readonly totals: string;
  readonly steps: number;
}

/** A reading that took more steps (of some milliseconds each) is made again once an hour at most. */
const MANY_STEPS = 20;
const HOUR_MS = 3_600_000;

/**
 * Exact epsilon of what an account spent, for reports. It is computed in small steps between which the process answers
 * others, once at a time for each account, and kept as long as nothing was spent or given back.
 */
@Injectable()
export class Odometer {
  readonly #known = new Map<string, Known>();
  readonly #unitOfWork: UnitOfWork;
  readonly #accounts: AccountRepository;
  readonly #history: SpendHistoryRepository;
  readonly #clock: Clock;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(unitOfWork: UnitOfWork, accounts: AccountRepository, history: SpendHistoryRepository, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#accounts = accounts;
    this.#history = history;
    this.#clock = clock;
  }

  /** The newest reading, made now where that is cheap or due. */
  read(account: Account): Promise<OdometerReading> {
    const before = this.#turns.get(account.name) ?? Promise.resolve();
    const reading = before.then(() => this.#read(account));
    const turn = reading
      .catch(() => undefined)
      .then(() => {
        if (this.#turns.get(account.name) === turn) this.#turns.delete(account.name);
      });
    this.#turns.set(account.name, turn);
    return reading;
  }

  async #read(account: Account): Promise<OdometerReading> {
    const known = this.#known.get(account.name);
    const totals = JSON.stringify(totalsToRecord(account.spent));
    const now = this.#clock.now().getTime();
    if (known?.totals === totals) return known;
    if (known !== undefined && known.steps > MANY_STEPS && now - known.at < HOUR_MS) return known;
    const kinds = this.#unitOfWork.read((reading) =>
      this.#history.kinds(reading, this.#accounts.family(reading, account.name)),
    );
    const events = kinds.map(({ events: parts, spends: count }): PrivacyEvent => ({
      kind: 'self_composed',
      count,
      event: { kind: 'composed', events: parts },
    }));
    const { value: epsilon, steps } = await inTurns(epsilonByLossesInSteps(events, account.terms.delta));
    const spends = kinds.reduce((sum, kind) => sum + kind.spends, 0);
    const read = { epsilon, spends, at: now, totals, steps };
    this.#known.set(account.name, read);
    return read;
  }
}

async function inTurns<T>(work: Generator<undefined, T, undefined>): Promise<{ value: T; steps: number }> {
  for (let steps = 0; ; steps += 1) {
    const step = work.next();
    if (step.done === true) return { value: step.value, steps };
    await setImmediate();
  }
}

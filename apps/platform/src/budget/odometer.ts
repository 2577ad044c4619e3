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
  readonly tookMs: number;
}

/** A reading that took longer than this is made again once an hour at most. */
const SLOW_MS = 500;
const HOUR_MS = 3_600_000;

/**
 * Exact epsilon of what an account spent, for reports. It is computed in small steps between which the process answers
 * others, one account at a time, and kept as long as nothing was spent or given back.
 */
@Injectable()
export class Odometer {
  readonly #known = new Map<string, Known>();
  readonly #unitOfWork: UnitOfWork;
  readonly #accounts: AccountRepository;
  readonly #history: SpendHistoryRepository;
  readonly #clock: Clock;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(unitOfWork: UnitOfWork, accounts: AccountRepository, history: SpendHistoryRepository, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#accounts = accounts;
    this.#history = history;
    this.#clock = clock;
  }

  /** The newest reading, made now where that is cheap or due. */
  read(account: Account): Promise<OdometerReading> {
    const reading = this.#turn.then(() => this.#read(account));
    this.#turn = reading.catch(() => undefined);
    return reading;
  }

  async #read(account: Account): Promise<OdometerReading> {
    const known = this.#known.get(account.name);
    const totals = JSON.stringify(totalsToRecord(account.spent));
    const now = this.#clock.now().getTime();
    if (known?.totals === totals) return known;
    if (known !== undefined && known.tookMs > SLOW_MS && now - known.at < HOUR_MS) return known;
    const began = performance.now();
    const kinds = this.#unitOfWork.read((reading) => {
      const family = [account.name, ...this.#accounts.predecessors(reading, account.name)];
      return this.#history.kinds(reading, family);
    });
    const events = kinds.map(({ events: parts, spends: count }): PrivacyEvent => ({
      kind: 'self_composed',
      count,
      event: { kind: 'composed', events: parts },
    }));
    const epsilon = await inTurns(epsilonByLossesInSteps(events, account.terms.delta));
    const spends = kinds.reduce((sum, kind) => sum + kind.spends, 0);
    const read = { epsilon, spends, at: now, totals, tookMs: performance.now() - began };
    this.#known.set(account.name, read);
    return read;
  }
}

async function inTurns<T>(steps: Generator<undefined, T, undefined>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}

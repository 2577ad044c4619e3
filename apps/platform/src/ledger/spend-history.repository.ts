import { Injectable } from '@nestjs/common';
import { ORDERS, type AccountTerms, type PrivacyEvent } from '@dq0/accounting';
import type { Reading } from '../database/unit-of-work.ts';
import type { PastSpend, SpendScope, SpendSum } from './past-spend.ts';

interface PastRow extends Omit<PastSpend, 'share' | 'number'> {
  readonly amount: number;
}
interface SumRow {
  readonly amount: number;
  readonly spends: number;
}

const AMOUNT = 'CAST(json_extract(s.curve, :path) AS REAL)';
/** The plus keeps a page on the row order: the newest rows are found first, and nothing is sorted. */
const MEANT = `+s.account IN (SELECT value FROM json_each(:accounts)) AND (:actor IS NULL OR s.actor = :actor
    OR s.job IN (SELECT id FROM jobs WHERE dataset_id IN (SELECT value FROM json_each(:datasets))))`;
const COUNT = `SELECT count(*) AS spends FROM spends s WHERE ${MEANT}`;
const PAGE = `SELECT s.id AS row, s.reserved_at AS at, s.job, d.name AS dataset, u.email, s.state, ${AMOUNT} AS amount
  FROM spends s LEFT JOIN users u ON u.id = s.actor
    LEFT JOIN jobs j ON j.id = s.job LEFT JOIN datasets d ON d.id = j.dataset_id
  WHERE ${MEANT} ORDER BY s.id DESC LIMIT :limit OFFSET :newer`;
const SUM = `SELECT coalesce(sum(${AMOUNT}), 0) AS amount, count(*) AS spends FROM spends s
  WHERE ${MEANT} AND s.state <> 'REFUNDED' AND s.id <= :upTo AND s.reserved_at >= :since`;
const PEOPLE = `SELECT coalesce(u.email, s.actor) AS user, sum(${AMOUNT}) AS amount, count(*) AS spends
  FROM spends s LEFT JOIN users u ON u.id = s.actor
  WHERE ${MEANT} AND s.state <> 'REFUNDED' GROUP BY s.actor ORDER BY amount DESC, user`;
const KINDS = `SELECT s.events, count(*) AS spends FROM spends s
  WHERE s.account IN (SELECT value FROM json_each(:accounts)) AND s.state <> 'REFUNDED' GROUP BY s.events`;

/** The ledger as people read it. */
@Injectable()
export class SpendHistoryRepository {
  /** Newest first, below the number `before`. */
  page(reading: Reading, scope: SpendScope, { before, limit }: { before: number; limit: number }): PastSpend[] {
    const { spends: all } = reading.get<{ spends: number }>(COUNT, meant(scope)) ?? { spends: 0 };
    const last = Math.min(all, before - 1);
    const rows = reading.all<PastRow>(PAGE, { ...meant(scope), limit, newer: all - last });
    return rows.map(({ amount, ...row }, at) => ({ ...row, number: last - at, share: shareOf(scope, amount) }));
  }

  /** Sum of what was not given back, up to a row and from a time on (milliseconds since 1970). */
  sum(
    reading: Reading,
    scope: SpendScope,
    { upTo = Number.MAX_SAFE_INTEGER, since = 0 }: { upTo?: number; since?: number } = {},
  ): SpendSum {
    const { amount, spends } = reading.get<SumRow>(SUM, { ...meant(scope), upTo, since }) ?? { amount: 0, spends: 0 };
    return { share: shareOf(scope, amount), spends };
  }

  /** What each person spent, most first. */
  people(reading: Reading, scope: SpendScope): (SpendSum & { readonly user: string })[] {
    const rows = reading.all<SumRow & { user: string }>(PEOPLE, meant(scope));
    return rows.map(({ user, amount, spends }) => ({ user, share: shareOf(scope, amount), spends }));
  }

  /** Every different release from these accounts that was not given back, and how often it was made. */
  kinds(reading: Reading, accounts: readonly string[]): { events: PrivacyEvent[]; spends: number }[] {
    const rows = reading.all<{ events: string; spends: number }>(KINDS, { accounts: JSON.stringify(accounts) });
    return rows.map(({ events, spends }) => ({ events: JSON.parse(events) as PrivacyEvent[], spends }));
  }
}

function meant({ accounts, terms, actor, datasets }: SpendScope) {
  const [these, on] = [JSON.stringify(accounts), JSON.stringify(datasets)];
  return { accounts: these, actor, datasets: on, path: `$.rdp[${primaryIndex(terms)}]` };
}

/** Amounts are added as doubles here: these figures are for people, the ledger's own sums are exact. */
function shareOf({ terms }: SpendScope, amount: number): number {
  return amount / Number(terms.budgets[primaryIndex(terms)] ?? 1n);
}

function primaryIndex({ primaryOrder }: AccountTerms): number {
  return ORDERS.findIndex((order) => order === primaryOrder);
}

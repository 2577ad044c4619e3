import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { aDefinition } from '../../testing/jobs/census.ts';
import { OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { AddDatasetHandler } from '../datasets/add-dataset.handler.ts';
import { AccountJoinsService } from './account-joins.service.ts';
import { AccountsService } from './accounts.service.ts';
import { JournalConflictError, SpendJournal } from './spend-journal.ts';

let quarantine: Quarantine;

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  for (const [name, account, epsilon] of [
    ['census', 'us-1994', 10],
    ['later', 'us-1995', 4],
    ['last', 'us-1996', 2],
  ] as const) {
    await publish(name, account, epsilon);
  }
});
afterEach(() => quarantine.end());

const publish = (name: string, account: string, epsilon: number) =>
  quarantine.ask(AddDatasetHandler, OWNER, {
    definition: aDefinition({ name, account, budget: { epsilon, delta: 1e-6 } }),
    groups: [],
  });
const join = (parts: string[], into = 'us') =>
  quarantine.unitOfWork.write((writing) => quarantine.get(AccountJoinsService).join(writing, parts, into, OWNER.id));
/** The journal has the line, the database nothing. */
const joinInVain = (parts: string[], into = 'us') =>
  expect(() =>
    quarantine.unitOfWork.write((writing) => {
      quarantine.get(AccountJoinsService).join(writing, parts, into, OWNER.id);
      throw new Error('the disk of the database is full');
    }),
  ).toThrow('the disk of the database is full');
const live = (name: string) =>
  quarantine.unitOfWork.read((reading) => quarantine.get(AccountsService).require(reading, name));
const joins = () => quarantine.rows('SELECT predecessor, account FROM account_joins ORDER BY predecessor');
const conflict = (path: string) =>
  expect.objectContaining({ code: 'ACCOUNT_CONFLICT', details: [expect.objectContaining({ path })] }) as Error;

describe('a join whose transaction failed after its journal line', () => {
  it('may be asked for again, and only as it stands in the journal', () => {
    joinInVain(['us-1994', 'us-1995']);
    expect(() => join(['us-1994', 'us-1996'])).toThrow(conflict('into'));
    expect(() => join(['us-1994', 'us-1995', 'us-1996'])).toThrow(conflict('into'));
    expect(() => join(['us-1994', 'us-1996'], 'states')).toThrow(conflict('us-1994'));
    expect(joins()).toEqual([]);
    expect(join(['us-1995', 'us-1994'])).toMatchObject({ name: 'us', terms: { epsilon: 4 } });
  });

  it('keeps its name for itself: an account made meanwhile would hand its own limits to the accounts joined', async () => {
    joinInVain(['us-1994', 'us-1995']);
    await expect(publish('fifty', 'us', 50)).rejects.toMatchObject({ code: 'ACCOUNT_CONFLICT' });
    await quarantine.restart();
    expect(live('us-1994')).toMatchObject({ name: 'us', terms: { epsilon: 4 } });
  });

  it('is made by the next start, which says so in the audit log', async () => {
    joinInVain(['us-1994', 'us-1995']);
    await quarantine.restart();
    expect(joins()).toEqual([
      { predecessor: 'us-1994', account: 'us' },
      { predecessor: 'us-1995', account: 'us' },
    ]);
    const rows = () => quarantine.rows<{ facts: string }>(`SELECT facts FROM audit WHERE action = 'budget:join'`);
    const [row] = rows();
    expect(JSON.parse(row?.facts ?? '{}')).toEqual({
      joined: 'us-1994 us-1995',
      epsilon: 4,
      delta: 1e-6,
      by: OWNER.id,
      dataset: 'census',
      datasets: 'census later',
    });
    await quarantine.restart();
    expect(rows()).toHaveLength(1);
  });
});

describe('a start', () => {
  const change = (...statements: string[]) =>
    quarantine.unitOfWork.write((writing) => {
      for (const trigger of ['account_joins_are_final', 'account_joins_stay', 'accounts_terms_are_final'])
        writing.run(`DROP TRIGGER ${trigger}`);
      for (const statement of statements) writing.run(statement);
    });
  const refusal = async (): Promise<string> =>
    quarantine.restart().then(
      () => 'it started',
      (error: unknown) => String(error),
    );

  it('writes to the journal a join that only the database has', async () => {
    const before = readFileSync(quarantine.journalPath);
    join(['us-1994', 'us-1995']);
    await quarantine.stop();
    writeFileSync(quarantine.journalPath, before);
    await quarantine.restart();
    const predecessors = quarantine
      .get(SpendJournal)
      .join('us')
      ?.predecessors.map(({ name }) => name);
    expect(predecessors).toEqual(['us-1994', 'us-1995']);
  });

  it('refuses an account that has other terms than its join', async () => {
    join(['us-1994', 'us-1995']);
    change(`UPDATE accounts SET terms = (SELECT terms FROM accounts WHERE name = 'us-1994') WHERE name = 'us'`);
    expect(await refusal()).toMatch(/contradict each other: account us has epsilon 4 .* there, and epsilon 10 .* here/);
  });

  it('refuses a joined account that has other terms than its join', async () => {
    join(['us-1994', 'us-1995']);
    change(`UPDATE accounts SET terms = (SELECT terms FROM accounts WHERE name = 'us-1996') WHERE name = 'us-1994'`);
    expect(await refusal()).toContain('account us-1994 has epsilon 10');
  });

  it('refuses accounts that were joined into another one', async () => {
    join(['us-1994', 'us-1995']);
    change(`UPDATE account_joins SET account = 'us-1996' WHERE predecessor = 'us-1994'`);
    expect(await refusal()).toContain('us-1994 was joined into us there, and into us-1996 here');
  });

  it('refuses accounts that the join does not name', async () => {
    join(['us-1994', 'us-1995']);
    change(`INSERT INTO account_joins (predecessor, account, joined_by, joined_at) VALUES ('us-1996', 'us', 'x', 0)`);
    expect(await refusal()).toMatch(/us was made without us-1996 there.*Nothing is admitted.*start again/);
  });
});

describe('the journal', () => {
  it('takes the same statement again, and no other one about the same spend or join', () => {
    const statement = { name: 'us-1994', entity: 'person', unitKind: 'row', epsilon: 10, delta: 1e-6 } as const;
    const journal = quarantine.get(SpendJournal);
    const spend = { account: statement, events: [], planFingerprint: 'f', versions: {}, actor: 'ada', openedAt: 1 };
    journal.append('job', spend);
    journal.append('job', { ...spend, openedAt: 2 });
    expect(() => journal.append('job', { ...spend, events: [{ kind: 'pure', epsilon: '1' }] })).toThrow(
      JournalConflictError,
    );
    expect(() => journal.append('job', { ...spend, account: { ...statement, epsilon: 11 } })).toThrow(
      JournalConflictError,
    );
    const joined = { account: { ...statement, name: 'us' }, predecessors: [statement], by: 'ada', at: 1 };
    journal.appendJoin(joined);
    journal.appendJoin({ ...joined, by: 'bob', at: 2 });
    expect(() => journal.appendJoin({ ...joined, predecessors: [] })).toThrow(JournalConflictError);
  });
});

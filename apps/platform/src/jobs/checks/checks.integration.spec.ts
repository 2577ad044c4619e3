import type { Measured, QueryAnswer } from '@dq0/protocol';
import type { CallingUser } from '../../operations/handler.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AddDatasetHandler } from '../../datasets/add-dataset.handler.ts';
import { PlanQueryHandler } from '../../queries/plan-query.handler.ts';
import { ResultQueryHandler } from '../../queries/result-query.handler.ts';
import { RunQueryHandler } from '../../queries/run-query.handler.ts';
import { aDefinition, ANSWER, aPlan } from '../../../testing/jobs/census.ts';
import { honestRun, type RunOutcome } from '../../../testing/jobs/fake-service.ts';
import { ADA, OWNER, Quarantine, withInMemoryRunner, withoutChecks } from '../../../testing/jobs/quarantine.ts';

const question = { dataset: 'census', sql: 'SELECT', epsilon: 0.5, mock: false, fresh: true };
let quarantine: Quarantine;

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  await quarantine.ask(AddDatasetHandler, OWNER, { definition: aDefinition(), groups: ['data-scientist'] });
});
afterEach(() => quarantine.end());

const run = (epsilon = 0.5, user: CallingUser = ADA): Promise<QueryAnswer> =>
  quarantine.ask(RunQueryHandler, user, { ...question, epsilon });

/** Codes of a refusal; an answer that was not refused has none. */
const refusals = async (epsilon?: number, user?: CallingUser): Promise<string[]> =>
  (await run(epsilon, user).catch(() => undefined))?.refusals?.map(({ code }) => code) ?? [];

/** Which check withheld the result of a tampered run, or null. */
async function withheldBy(tamper: (outcome: RunOutcome) => RunOutcome): Promise<string | null> {
  quarantine.service.run = (order) => tamper(honestRun(order));
  const { job } = await run();
  const { state } = await quarantine.ask(ResultQueryHandler, ADA, { job: job ?? '', waitSeconds: 1 });
  const failed = quarantine.rows<{ name: string }>(`SELECT name FROM job_checks WHERE verdict = 'fail'`);
  expect(state).not.toBe('released');
  return state === 'withheld' ? (failed[0]?.name ?? null) : null;
}

const resultOf = (table: unknown): RunOutcome['files'] => [{ path: 'result.json', body: JSON.stringify(table) }];

/** For each check, something that nothing else stops in this way: true when it was stopped. */
const STOPPED: Record<string, () => Promise<boolean>> = {
  PolicyCheck: async () => (await refusals(1.5)).includes('EPSILON_LIMIT'),
  ValidityCheck: async () => {
    quarantine.service.planner = (request) => {
      const plan = aPlan(request);
      return { ...plan, events: [{ kind: 'discrete_gaussian', sigma: '0.5', l2Squared: '1' }] };
    };
    return (await refusals()).includes('PLAN_INVALID');
  },
  BudgetCheck: async () => {
    const plan = await quarantine.ask(PlanQueryHandler, ADA, { ...question, epsilon: 1 });
    for (let left = plan.remaining.more; left > 0; left -= 1) await run(1);
    return (await refusals(1)).includes('BUDGET_EXCEEDED');
  },
  LedgerAgreementCheck: async () =>
    (await withheldBy((outcome) => ({
      ...outcome,
      noise: outcome.noise.map((noise) => ({ ...noise, scale: '0' })),
    }))) === 'ledger-agreement',
  ReleaseRulesCheck: async () =>
    (await withheldBy((outcome) => ({
      ...outcome,
      files: resultOf({ ...ANSWER, rows: [...ANSWER.rows, ...ANSWER.rows] }),
    }))) === 'release-rules',
};

describe.each(Object.entries(STOPPED))('%s', (name, stopped) => {
  it('stops what only it stops', async () => {
    expect(await stopped()).toBe(true);
  });

  it('is missed when JobsModule does not list it (control)', async () => {
    const putBack = withoutChecks((listed) => listed === name);
    try {
      await quarantine.restart();
      expect(await stopped()).toBe(false);
    } finally {
      putBack();
    }
  });
});

describe('the lists of checks', () => {
  it.each(['before', 'after'])('must not be empty %s the run, or the platform does not start', async (stage) => {
    const putBack = withoutChecks((name) => /Policy|Validity|Budget/.test(name) === (stage === 'before'));
    try {
      await expect(quarantine.restart()).rejects.toThrow('lists no checks');
    } finally {
      putBack();
    }
  });
});

describe('the policy check', () => {
  it('refuses an owner who plans on own data but has no grant to run', async () => {
    expect(await refusals(0.5, OWNER)).toEqual(['ACCESS_DENIED']);
  });

  it.each([1.000001, 1e3, 1.1e3, 1e154, Number.MAX_VALUE])(
    'refuses an epsilon of %d above the limit, however large',
    async (epsilon) => {
      expect(await refusals(epsilon)).toContain('EPSILON_LIMIT');
      const plan = await quarantine.ask(PlanQueryHandler, ADA, { ...question, epsilon });
      expect(plan).toMatchObject({ accepted: false, remaining: { share: 1 } });
    },
  );
});

describe('the validity check', () => {
  it.each([
    ['another epsilon', { epsilon: 0.1 }],
    ['another data set', { dataset: 'other' }],
    ['another plugin', { plugin: { name: 'sql', version: '9.9.9' } }],
    ['more rows than a public key set has', { maxRows: 1_000_000 }],
    ['mechanisms that are not charged', { mechanisms: [] }],
    [
      'a table outside',
      { statements: [{ name: 'a', dialect: 'duckdb', tables: ['pg_user'], sql: '', parameters: [] }] },
    ],
  ] as const)('refuses a plan with %s', async (_what, change) => {
    quarantine.service.planner = (request) => ({ ...aPlan(request), ...(change as object) });
    expect(await refusals()).toEqual(['PLAN_INVALID']);
  });

  it('refuses mechanisms that show another scale than is charged', async () => {
    quarantine.service.planner = (request) => {
      const plan = aPlan(request);
      const mechanisms = plan.mechanisms.map((mechanism) => ({
        ...mechanism,
        scale: 2 * mechanism.scale,
        sensitivity: 2,
      }));
      return { ...plan, mechanisms };
    };
    expect(await refusals()).toEqual(['PLAN_INVALID']);
  });
});

describe('the checks after the run', () => {
  const beside = (changes: object): typeof ANSWER & { measured: Measured } => ({
    ...ANSWER,
    measured: { keys: [['Female'], ['Male']], columns: [['10764', '21801']], ...changes },
  });

  it('release a result with the integers of its events beside it', async () => {
    quarantine.service.run = (order) => ({ ...honestRun(order), files: resultOf(beside({})) });
    const { job } = await run();
    const told = await quarantine.ask(ResultQueryHandler, ADA, { job: job ?? '', waitSeconds: 5 });
    expect(told).toMatchObject({ state: 'released', rows: ANSWER.rows });
    expect(told).not.toHaveProperty('measured');
  });

  it.each<[string, string, (outcome: RunOutcome) => RunOutcome]>([
    ['fewer noisy columns', 'ledger-agreement', (outcome) => ({ ...outcome, noise: [] })],
    ['other columns', 'release-rules', (outcome) => ({ ...outcome, files: resultOf({ ...ANSWER, columns: [] }) })],
    [
      'a second file',
      'release-rules',
      (outcome) => ({ ...outcome, files: [...outcome.files, { path: 'x', body: '1' }] }),
    ],
    [
      'something that is no table',
      'release-rules',
      (outcome) => ({ ...outcome, files: [{ path: 'result.json', body: '{' }] }),
    ],
    [
      'integers of no event beside it',
      'release-rules',
      (outcome) => ({
        ...outcome,
        files: resultOf(
          beside({
            columns: [
              ['1', '2'],
              ['3', '4'],
            ],
          }),
        ),
      }),
    ],
    [
      'more integers than cells beside it',
      'release-rules',
      (outcome) => ({ ...outcome, files: resultOf(beside({ columns: [['1', '2', '3']] })) }),
    ],
  ])('withhold a result with %s', async (_what, check, tamper) => {
    expect(await withheldBy(tamper)).toBe(check);
  });
});

describe('the database', () => {
  const insert = (sql: string): void => quarantine.unitOfWork.write((writing) => void writing.run(sql));

  it('refuses a visible result without verdicts on the same digest', async () => {
    quarantine.service.run = () => new Error('nothing');
    const { job } = await run();
    await quarantine.ask(ResultQueryHandler, ADA, { job: job ?? '', waitSeconds: 5 });
    const values = `VALUES ('${job}', 'd', x'00', 1, 0)`;
    expect(() => insert(`INSERT INTO results (job, digest, body, visible, stored_at) ${values}`)).toThrow(
      'checks passed',
    );
    insert(`INSERT INTO results (job, digest, body, visible, stored_at) ${values.replace('1, 0', '0, 0')}`);
    expect(() => insert('UPDATE results SET visible = 1')).toThrow('checks passed');
    expect(() => insert(`UPDATE results SET body = x'01'`)).toThrow('never change');
  });
});

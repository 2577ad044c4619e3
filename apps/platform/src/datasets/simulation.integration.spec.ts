import type { PlannerRequest } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OTHER } from '../../testing/jobs/budgets.ts';
import { aDefinition, aPlan } from '../../testing/jobs/census.ts';
import { OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import type { CallingUser } from '../operations/handler.ts';
import { AddDatasetHandler } from './add-dataset.handler.ts';
import { ListDataFilesHandler } from './list-data-files.handler.ts';
import { SimulateDatasetHandler } from './simulate-dataset.handler.ts';

let quarantine: Quarantine;
beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
});
afterEach(() => quarantine.end());

const simulate = (definition: unknown = aDefinition(), budgets: { epsilon: number; delta: number }[] = []) =>
  quarantine.ask(SimulateDatasetHandler, OWNER, { definition, budgets });

describe('simulating', () => {
  it('prices typical questions on the account that would be, and stores and reads nothing', async () => {
    const asked: (PlannerRequest & { request: 'plan' })[] = [];
    quarantine.service.planner = (request) => {
      asked.push(request);
      return aPlan(request);
    };
    const { account, joined, budgets } = await simulate(aDefinition(), [{ epsilon: 2, delta: 1e-6 }]);
    expect([account, joined, budgets.map(({ epsilon }) => epsilon)]).toEqual(['us-1994', false, [10, 2]]);
    const [much, little] = budgets.map(({ questions }) => questions[0]);
    expect(much).toMatchObject({ title: 'rows of adult', refused: null });
    expect(much?.more).toBeGreaterThan(little?.more ?? Infinity);
    expect(much?.share).toBeLessThan(little?.share ?? 0);
    expect(asked.map((request) => request.arguments.sql)).toContain('SELECT COUNT(*) AS n FROM "adult"');
    for (const table of ['datasets', 'data_versions', 'accounts', 'own_policies', 'spends']) {
      expect(quarantine.rows(`SELECT 1 FROM ${table}`)).toEqual([]);
    }
    expect(quarantine.service.seen.filter((call) => call.includes('ingestions'))).toEqual([]);
  });

  it('names what is wrong as publishing would', async () => {
    const wrong = { ...aDefinition(), limits: { epsilonPerRelease: 20, deltaPerRelease: 1e-7 } };
    await expect(simulate(wrong)).rejects.toMatchObject({
      code: 'DATASET_INVALID',
      details: [{ path: 'limits.epsilonPerRelease' }],
    });
    await expect(simulate({})).rejects.toMatchObject({ code: 'DATASET_INVALID' });
    await quarantine.ask(AddDatasetHandler, OWNER, { definition: aDefinition(), groups: [] });
    await expect(simulate()).rejects.toMatchObject({ code: 'DATASET_EXISTS' });
    const other = { ...aDefinition(), name: 'other' };
    await expect(simulate({ ...other, budget: { epsilon: 3, delta: 1e-6 } })).rejects.toMatchObject({
      code: 'ACCOUNT_CONFLICT',
    });
    expect((await simulate(other)).joined).toBe(true);
  });

  it('says why a question would be refused', async () => {
    quarantine.service.planner = () => ({
      accepted: false,
      refusals: [{ code: 'X', message: 'Not so.', position: null, remedy: 'Otherwise.' }],
    });
    const { budgets } = await simulate();
    expect(budgets[0]?.questions[0]).toMatchObject({ refused: 'Not so.', more: 0 });
  });
});

it('lists what the service finds, and the columns that one file names', async () => {
  const list = (names?: string) => quarantine.ask(ListDataFilesHandler, OWNER, { names });
  const files = [{ path: 'adult.data', bytes: 12 }];
  expect(await list()).toEqual({ files, more: false, header: null });
  expect((await list('adult.data')).header).toEqual({ columns: ['age'], delimiter: ',' });
});

it('tells no line of a file that somebody else published, however the path is written', async () => {
  await quarantine.ask(AddDatasetHandler, OWNER, { definition: aDefinition(), groups: [] });
  const file = aDefinition().connector.path ?? '';
  const header = async (user: CallingUser, names: string) =>
    (await quarantine.ask(ListDataFilesHandler, user, { names })).header;
  expect(await header(OWNER, file)).not.toBeNull();
  expect(await header(OTHER, `not-${file}`)).not.toBeNull();
  for (const names of [file, `./${file}`, `.//${file}`]) expect(await header(OTHER, names), names).toBeNull();
});

import { calibrate } from '@dq0/accounting';
import type { AcceptedPlan, DatasetDefinitionInput, PlannerRequest, PluginInfo, ResultTable } from '@dq0/protocol';
import type { z } from 'zod';

export const SQL: z.infer<typeof PluginInfo> = {
  name: 'sql',
  version: '1.0.0',
  class: 'certified',
  digest: `sha256:${'5'.repeat(64)}`,
};

/** The sample data set in small; `changes` replace members. */
export function aDefinition(changes: Partial<DatasetDefinitionInput> = {}): DatasetDefinitionInput {
  return {
    apiVersion: 'dq0/v1',
    kind: 'Dataset',
    name: 'census',
    description: 'UCI Adult',
    connector: { type: 'csv', path: 'adult.data', options: { header: false, columns: ['age', 'sex', 'secret'] } },
    account: 'us-1994',
    budget: { epsilon: 10, delta: 1e-6 },
    limits: { epsilonPerRelease: 1, deltaPerRelease: 1e-7 },
    timing: 'fast',
    tables: {
      adult: {
        unit: { kind: 'row' },
        maxUnits: 100_000,
        columns: {
          age: { type: 'integer', lower: 17, upper: 90 },
          sex: { type: 'string', values: ['Female', 'Male'] },
          secret: { type: 'string', hidden: true },
        },
      },
    },
    ...changes,
  };
}

/** What the planner answers to a count by sex. */
export function aPlan({
  definition,
  arguments: { epsilon, delta },
}: PlannerRequest & { request: 'plan' }): AcceptedPlan {
  const events = calibrate({ epsilon, delta, events: [{ l2Squared: '1' }] });
  const event = events?.[0];
  if (event?.kind !== 'discrete_gaussian') throw new Error('this epsilon has no Gaussian noise');
  const scale = Number(event.sigma);
  return {
    accepted: true,
    plugin: { name: SQL.name, version: SQL.version },
    dataset: definition.name,
    epsilon,
    delta,
    statements: [{ name: 'cells', dialect: 'duckdb', tables: ['adult'], sql: 'SELECT 1', parameters: [] }],
    columns: [
      { name: 'sex', type: 'string', noisy: false },
      { name: 'n', type: 'integer', noisy: true },
    ],
    mechanisms: [{ column: 'n', part: 'count', kind: 'gaussian', scale, sensitivity: 1 }],
    errors: [{ column: 'n', halfWidth95: 2 * scale }],
    threshold: null,
    events: [event],
    relation: 'c'.repeat(64),
    maxRows: 2,
    program: { cells: ['Female', 'Male'] },
  };
}

export const ANSWER: ResultTable = {
  columns: [
    { name: 'sex', type: 'string', noisy: false },
    { name: 'n', type: 'integer', noisy: true },
  ],
  rows: [
    ['Female', 10_764],
    ['Male', 21_801],
  ],
  intervals: [
    [null, [10_742, 10_786]],
    [null, [21_779, 21_823]],
  ],
  confidence: 0.95,
};

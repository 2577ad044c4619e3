import type { Refusal } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aDefinition } from '../../testing/jobs/census.ts';
import { ADA, OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { AddDatasetHandler } from '../datasets/add-dataset.handler.ts';
import type { CallingUser } from '../operations/handler.ts';
import { PlanQueryHandler } from './plan-query.handler.ts';
import { RunQueryHandler } from './run-query.handler.ts';

let quarantine: Quarantine;
beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  const groups = ['data-scientist'];
  await quarantine.ask(AddDatasetHandler, OWNER, { definition: aDefinition(), groups });
  const closed = aDefinition({ name: 'closed', publicMetadata: false });
  await quarantine.ask(AddDatasetHandler, OWNER, { definition: closed, groups });
});
afterEach(() => quarantine.end());

const telling: Refusal = {
  code: 'TYPE_MISMATCH',
  message: 'An integer is wanted; this is a text.',
  position: [11, 14],
  remedy: 'Write CAST(sex AS integer).',
};
const syntax: Refusal = { code: 'SYNTAX', message: 'Something is missing here.', position: null, remedy: 'Add it.' };

async function refusals(user: CallingUser, dataset: string): Promise<unknown> {
  quarantine.service.planner = () => ({ accepted: false, refusals: [telling, syntax] });
  const question = { dataset, sql: 'SELECT SUM(sex) AS s FROM adult', epsilon: 0.5 };
  const planned = await quarantine.ask(PlanQueryHandler, user, question);
  if (user === ADA) {
    const ran = await quarantine.ask(RunQueryHandler, user, { ...question, mock: false, fresh: true });
    expect(ran.refusals).toEqual(planned.refusals);
  }
  return planned.refusals;
}

describe('a refusal about a data set whose metadata are not public', () => {
  it('tells nothing of types and bounds, only where it is and what kind it is', async () => {
    expect(await refusals(ADA, 'closed')).toEqual([
      {
        ...telling,
        message: 'These values do not go together.',
        remedy: 'Ask the owner of the data set for its tables and columns.',
      },
      syntax,
    ]);
  });

  it('is whole for its owner, and for everybody where they are public', async () => {
    expect(await refusals(OWNER, 'closed')).toEqual([telling, syntax]);
    expect(await refusals(ADA, 'census')).toEqual([telling, syntax]);
  });
});

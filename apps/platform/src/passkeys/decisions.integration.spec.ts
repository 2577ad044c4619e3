import { CodedError, operations } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { budgetsOf } from '../../testing/jobs/budgets.ts';
import {
  ADA,
  ADMIN,
  BOB,
  EVE,
  OWNER,
  Quarantine,
  STRANGER,
  withInMemoryRunner,
} from '../../testing/jobs/quarantine.ts';
import { ApproveAccessHandler } from '../access/approve-access.handler.ts';
import { ListAccessHandler } from '../access/list-access.handler.ts';
import { RejectAccessHandler } from '../access/reject-access.handler.ts';
import { RequestAccessHandler } from '../access/request-access.handler.ts';
import { SetQuotaHandler } from '../budget/set-quota.handler.ts';
import type { CallingUser } from '../operations/handler.ts';
import { ListPoliciesHandler } from '../policy-editing/list-policies.handler.ts';
import { RemovePolicyHandler } from '../policy-editing/remove-policy.handler.ts';
import { SetPolicyHandler } from '../policy-editing/set-policy.handler.ts';
import { AddMemberHandler } from '../projects/add-member.handler.ts';
import { CreateProjectHandler } from '../projects/create-project.handler.ts';
import { HandOverProjectHandler } from '../projects/hand-over-project.handler.ts';
import { InfoProjectHandler } from '../projects/info-project.handler.ts';
import { RemoveMemberHandler } from '../projects/remove-member.handler.ts';

const CHURN = `${ADA.email}/churn`;
/** Somebody who has a passkey and did not use it for this. */
const unsigned = (user: CallingUser): CallingUser => ({ ...user, passkey: true, authentication: 'passkey' });
const signed = (user: CallingUser): CallingUser => ({ ...user, passkey: true, authentication: 'step-up' });

let quarantine: Quarantine;
const { publish, show } = budgetsOf(() => quarantine);

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  await publish();
});
afterEach(() => quarantine.end());

async function refusal(asked: Promise<unknown>): Promise<object> {
  const error = await asked.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof CodedError)) throw new Error('it was not refused');
  const { code, message, remedy, details } = error;
  return { code, message, remedy, details };
}

const until = '2099-01-01T00:00:00Z';
const request = async (purpose: string): Promise<string> =>
  (await quarantine.ask(RequestAccessHandler, ADA, { dataset: 'census', purpose, reason: 'Wages.', until })).request;

interface Decided {
  readonly operation: string;
  readonly who: CallingUser;
  /** Makes what is decided about, and says how it is decided. */
  readonly prepare: () => Promise<(user: CallingUser) => Promise<unknown>>;
}

const DECIDED: readonly Decided[] = [
  {
    operation: 'access.approve',
    who: OWNER,
    prepare: async () => {
      const id = await request('one');
      return (user) => quarantine.ask(ApproveAccessHandler, user, { request: id });
    },
  },
  {
    operation: 'access.reject',
    who: OWNER,
    prepare: async () => {
      const id = await request('other');
      return (user) => quarantine.ask(RejectAccessHandler, user, { request: id });
    },
  },
  {
    operation: 'policy.set',
    who: OWNER,
    prepare: () =>
      Promise.resolve((user) =>
        quarantine.ask(SetPolicyHandler, user, { place: 'census', draft: { requesters: 'auditor' } }),
      ),
  },
  {
    operation: 'policy.remove',
    who: OWNER,
    prepare: () =>
      Promise.resolve((user) => quarantine.ask(RemovePolicyHandler, user, { policy: 'census/data-scientist' })),
  },
  {
    operation: 'budget.quota-set',
    who: OWNER,
    prepare: () =>
      Promise.resolve((user) => quarantine.ask(SetQuotaHandler, user, { name: 'census', user: ADA.email, share: 0.5 })),
  },
  {
    operation: 'project.add-member',
    who: ADA,
    prepare: async () => {
      await quarantine.ask(CreateProjectHandler, ADA, { name: 'churn' });
      return (user) => quarantine.ask(AddMemberHandler, user, { project: CHURN, email: BOB.email });
    },
  },
  {
    operation: 'project.remove-member',
    who: ADA,
    prepare: async () => {
      await quarantine.ask(CreateProjectHandler, ADA, { name: 'churn' });
      await quarantine.ask(AddMemberHandler, ADA, { project: CHURN, email: BOB.email });
      return (user) => quarantine.ask(RemoveMemberHandler, user, { project: CHURN, email: BOB.email });
    },
  },
  {
    operation: 'project.hand-over',
    who: ADA,
    prepare: async () => {
      await quarantine.ask(CreateProjectHandler, ADA, { name: 'churn' });
      await quarantine.ask(AddMemberHandler, ADA, { project: CHURN, email: BOB.email });
      return (user) => quarantine.ask(HandOverProjectHandler, user, { project: CHURN, email: BOB.email });
    },
  },
];

/** Everything that the decisions change. */
async function state(): Promise<unknown> {
  const { requests } = await quarantine.ask(ListAccessHandler, OWNER, { limit: 50 });
  const { policies } = await quarantine.ask(ListPoliciesHandler, OWNER, {});
  const project = await quarantine.ask(InfoProjectHandler, ADA, { project: CHURN }).catch(() => null);
  return JSON.parse(JSON.stringify([requests, policies, await show(OWNER), project]));
}

describe('a decision of who has a passkey', () => {
  it.each(DECIDED)('needs its signature, and nothing happens without: $operation', async ({ who, prepare }) => {
    const decide = await prepare();
    const before = await state();
    expect(await refusal(decide(unsigned(who)))).toMatchObject({
      code: 'STEP_UP_REQUIRED',
      remedy: expect.stringContaining('dq0 studio') as string,
    });
    expect(await state()).toEqual(before);
    await decide(signed(who));
    expect(await state()).not.toEqual(before);
  });

  it.each(DECIDED)('is asked of nobody else, who learns nothing by it: $operation', async ({ who, prepare }) => {
    const decide = await prepare();
    for (const other of [STRANGER, EVE, ADMIN, ADA, OWNER].filter(({ id }) => id !== who.id)) {
      const answer = await refusal(decide(other));
      expect(answer, other.email).not.toMatchObject({ code: 'STEP_UP_REQUIRED' });
      expect(await refusal(decide(unsigned(other))), other.email).toEqual(answer);
      expect(await refusal(decide(signed(other))), other.email).toEqual(answer);
    }
  });

  it('is any that an operation may be confirmed by', () => {
    const elsewhere = /^(user|passkey)\./;
    const confirmed = operations.filter(({ name, stepUp }) => stepUp === true && !elsewhere.test(name));
    expect(confirmed.map(({ name }) => name).sort()).toEqual(DECIDED.map(({ operation }) => operation).sort());
  });
});

import { CodedError, diffPolicies, NO_CONSEQUENCES, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { policyId, type PolicyHome } from '../policies/own-policy.ts';
import { PoliciesService, SHIPPED_VERSION } from '../policies/policies.service.ts';
import { PolicyAccess, siteFacts } from './policy-access.ts';
import { PolicyDrafts, type SoundDraft } from './policy-drafts.ts';
import { PolicyTester } from './policy-tester.ts';
import { changedPolicies } from './rewritten-forms.ts';

@Handles(diffPolicies)
export class DiffPoliciesHandler implements Handler<typeof diffPolicies> {
  constructor(
    private readonly access: PolicyAccess,
    private readonly drafts: PolicyDrafts,
    private readonly policies: PoliciesService,
    private readonly tester: PolicyTester,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError DATASET_UNKNOWN | ACCESS_DENIED | POLICY_UNKNOWN | POLICY_INVALID | POLICY_BOUNDS | INPUT_INVALID */
  handle(input: Input<typeof diffPolicies>, caller: Caller): Output<typeof diffPolicies> {
    const { user } = known(caller);
    return this.unitOfWork.read((reading) => {
      const site = this.access.site(reading, user, input.place, 'policy:diff');
      caller.audit.object = input.place;
      Object.assign(caller.audit.facts, siteFacts(site));
      const { home, dataset } = site;
      const { from, to } = this.#versions(reading, home, input);
      const before = this.policies.at(reading, home, from);
      const after = this.#after(reading, home, input, to);
      const texts = changedPolicies(before, after).map(({ name, ...text }) => ({
        policy: policyId(home, name),
        ...text,
      }));
      const difference = { place: input.place, from, to, texts };
      if (home === null || dataset === undefined) return { ...difference, ...NO_CONSEQUENCES };
      const now = { own: after, version: to ?? undefined };
      return {
        ...difference,
        ...this.tester.consequences(reading, { home, dataset }, { own: before, version: from }, now),
      };
    });
  }

  /** By default what the newest change at this place did, or what a draft or a removal would do. */
  #versions(reading: Reading, home: PolicyHome, { from, to, draft, without }: Input<typeof diffPolicies>) {
    const current = this.policies.version(reading);
    const thought = draft !== undefined || without !== undefined;
    if (thought && to !== undefined) throw invalid('to', 'give either a version, or a draft or removal');
    if (draft !== undefined && without !== undefined) throw invalid('without', 'give either a draft or a removal');
    for (const [path, version] of Object.entries({ from, to })) {
      if (version !== undefined && version > current) throw invalid(path, `the newest version is ${current}`);
    }
    if (thought) return { from: from ?? current, to: null };
    const newest = this.policies.history(reading, home, to ?? current).at(-1)?.version ?? SHIPPED_VERSION;
    return { from: from ?? Math.max(SHIPPED_VERSION, newest - 1), to: to ?? current };
  }

  #after(
    reading: Reading,
    home: PolicyHome,
    { draft, without }: Input<typeof diffPolicies>,
    to: number | null,
  ): SoundDraft[] {
    const present = this.policies.at(reading, home, to ?? undefined);
    if (without !== undefined) {
      if (!present.some(({ name }) => name === without)) throw new CodedError('POLICY_UNKNOWN');
      return present.filter(({ name }) => name !== without);
    }
    if (draft === undefined) return present;
    return this.drafts.with(present, this.drafts.read(reading, draft, home, present));
  }
}

function invalid(path: string, message: string): CodedError {
  return new CodedError('INPUT_INVALID', { details: [{ path, message }] });
}

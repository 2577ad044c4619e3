import { Injectable } from '@nestjs/common';
import { formToText, readPolicy, requestersToText, SHIPPED } from '@dq0/permissions';
import { CodedError, PolicyName, type PolicyDraft, type PolicyForm } from '@dq0/protocol';
import type { Reading } from '../database/unit-of-work.ts';
import { GroupsService } from '../groups/groups.service.ts';
import type { OwnPolicy, PolicyHome } from '../policies/own-policy.ts';

/** A policy that may be saved as it is. */
export type SoundDraft = Pick<OwnPolicy, 'name' | 'text'>;

/** So many stand at one place: each decision there asks them all. */
const MOST_POLICIES = 32;
const SHIPPED_NAMES: ReadonlySet<string> = new Set(SHIPPED.policies.map(({ name }) => name));

/** Reads what somebody wants to save: nothing that the evaluator could not decide by gets any further. */
@Injectable()
export class PolicyDrafts {
  constructor(private readonly groups: GroupsService) {}

  /** @throws CodedError POLICY_INVALID | POLICY_BOUNDS | GROUP_UNKNOWN | INPUT_INVALID */
  read(
    reading: Reading,
    { name, form, text, requesters }: PolicyDraft,
    home: PolicyHome,
    present: readonly SoundDraft[],
  ): SoundDraft {
    const draft =
      requesters !== undefined
        ? this.#forRequesters(reading, requesters, name, home)
        : form === undefined
          ? this.#fromText(reading, text ?? '', name, home)
          : this.#fromForm(reading, form, name, home);
    if (home === null && SHIPPED_NAMES.has(draft.name)) {
      throw bounds('name', 'a shipped policy has this name; a change of those needs a release of the product');
    }
    if (present.length >= MOST_POLICIES && !present.some((policy) => policy.name === draft.name)) {
      throw bounds('name', `there are ${MOST_POLICIES} policies already; remove one first`);
    }
    return draft;
  }

  /** The policies as they stand once a draft is saved. */
  with(present: readonly SoundDraft[], draft: SoundDraft): SoundDraft[] {
    return [...present.filter(({ name }) => name !== draft.name), draft];
  }

  #forRequesters(reading: Reading, group: string, given: string | undefined, home: PolicyHome): SoundDraft {
    if (home === null) throw bounds('requesters', 'access is requested to data sets: name one');
    this.groups.require(reading, [group]);
    const name = given ?? `requests-${group}`.slice(0, 63);
    return checked(name, requestersToText(group, { dataset: home.dataset, name }), home, this.groups.names(reading));
  }

  #fromForm(reading: Reading, form: PolicyForm, given: string | undefined, home: PolicyHome): SoundDraft {
    if (home === null) throw bounds('form', 'the form permits, and a policy of the platform only forbids: write text');
    this.groups.require(reading, [form.group]);
    const name = given ?? form.group;
    return checked(name, formToText(form, { dataset: home.dataset, name }), home, this.groups.names(reading));
  }

  #fromText(reading: Reading, text: string, given: string | undefined, home: PolicyHome): SoundDraft {
    const read = readPolicy(text, home?.dataset ?? null, this.groups.names(reading));
    if (!read.ok) {
      const code = read.why === 'invalid' ? 'POLICY_INVALID' : 'POLICY_BOUNDS';
      throw new CodedError(code, { details: read.problems.slice(0, 20) });
    }
    const name = PolicyName.safeParse(given ?? read.id);
    if (!name.success) {
      const message = 'the policy has no name: a lower-case letter, then letters, digits, _ or -';
      throw new CodedError('INPUT_INVALID', { details: [{ path: 'name', message, example: '@id("labour-study")' }] });
    }
    return { name: name.data, text };
  }
}

function checked(name: string, text: string, home: NonNullable<PolicyHome>, groups: readonly string[]): SoundDraft {
  const read = readPolicy(text, home.dataset, groups);
  if (!read.ok) throw new CodedError('POLICY_INVALID', { details: read.problems });
  return { name, text };
}

function bounds(path: string, message: string): CodedError {
  return new CodedError('POLICY_BOUNDS', { details: [{ path, message }] });
}

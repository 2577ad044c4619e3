import { Injectable } from '@nestjs/common';
import { formToText, peopleNamed, readPolicy, requestersToText, SHIPPED, statementsOf } from '@dq0/permissions';
import { CodedError, PolicyName, type PolicyDraft, type PolicyForm } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import type { Reading } from '../database/unit-of-work.ts';
import { GroupsService } from '../groups/groups.service.ts';
import type { OwnPolicy, PolicyHome } from '../policies/own-policy.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { inTheFuture } from './in-the-future.ts';

/** A policy that may be saved as it is. */
export type SoundDraft = Pick<OwnPolicy, 'name' | 'text'>;

/** So many stand at one place: each decision there asks them all, in about a millisecond. */
export const MOST_POLICIES = 128;
/** Of all texts at one place together: who looks at them gets them in one reply. */
const MOST_CHARACTERS = 2 ** 18;
const LONGEST_NAME = 63;
const SHIPPED_NAMES: ReadonlySet<string> = new Set(SHIPPED.policies.map(({ name }) => name));

/** Reads what somebody wants to save: nothing that the evaluator could not decide by gets any further. */
@Injectable()
export class PolicyDrafts {
  constructor(
    private readonly groups: GroupsService,
    private readonly policies: PoliciesService,
    private readonly clock: Clock,
  ) {}

  /** @throws CodedError POLICY_INVALID | POLICY_BOUNDS | GROUP_UNKNOWN | USER_UNKNOWN | INPUT_INVALID */
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
          : this.#fromForm(reading, form, name, home, present);
    if (home === null && SHIPPED_NAMES.has(draft.name)) {
      throw bounds('name', 'a shipped policy has this name; a change of those needs a release of the product');
    }
    const all = this.with(present, draft);
    if (all.length > MOST_POLICIES)
      throw bounds('name', `there are ${MOST_POLICIES} policies already; remove one first`);
    if (all.reduce((sum, { text: one }) => sum + one.length, 0) > MOST_CHARACTERS) {
      throw bounds('text', `all policies together are longer than ${MOST_CHARACTERS} characters; remove one first`);
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
    const name = given ?? `requests-${group}`.slice(0, LONGEST_NAME);
    return checked(name, requestersToText(group, { dataset: home.dataset, name }), home, this.groups.names(reading));
  }

  #fromForm(
    reading: Reading,
    form: PolicyForm,
    given: string | undefined,
    home: PolicyHome,
    present: readonly SoundDraft[],
  ): SoundDraft {
    if (home === null) throw bounds('form', 'the form permits, and a policy of the platform only forbids: write text');
    this.#requireKnown(reading, form);
    if (form.until !== null) inTheFuture(form.until, this.clock.now().getTime());
    const name = given ?? nameOf(form, present);
    return checked(name, formToText(form, { dataset: home.dataset, name }), home, this.groups.names(reading));
  }

  /** @throws CodedError GROUP_UNKNOWN | USER_UNKNOWN */
  #requireKnown(reading: Reading, { group, user }: PolicyForm): void {
    if (group !== undefined) this.groups.require(reading, [group]);
    if (user === undefined || this.policies.people(reading).some(({ email }) => email === user)) return;
    throw new CodedError('USER_UNKNOWN', {
      message: 'No approved account has this address; nothing was changed.',
      remedy: 'List who there is with: dq0 user list. To let somebody in first: dq0 user approve EMAIL',
      details: [{ path: 'user', message: 'no approved account has this address' }],
    });
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

/** As the group, or after the person, where nothing about others has that name. @throws CodedError POLICY_BOUNDS */
function nameOf({ group = '', user }: PolicyForm, present: readonly SoundDraft[]): string {
  if (user === undefined) return group;
  const name = `user-${user.replaceAll(/[^a-z0-9_-]+/g, '-')}`.slice(0, LONGEST_NAME);
  const standing = present.find((policy) => policy.name === name);
  if (standing === undefined || peopleNamed(statementsOf(name, standing.text)).includes(user)) return name;
  throw bounds('name', `${name} is there for somebody else: give this policy another name`);
}

function bounds(path: string, message: string): CodedError {
  return new CodedError('POLICY_BOUNDS', { details: [{ path, message }] });
}

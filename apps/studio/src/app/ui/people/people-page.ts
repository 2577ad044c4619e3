import { Component, computed, inject, input, linkedSignal, resource, signal } from '@angular/core';
import type { Role, UserRecord } from '@dq0/protocol';
import { Api } from '../../data-access/api.ts';
import { approveUser, disableUser, listUsers, rejectUser } from '../../data-access/operations.ts';
import { Passkeys } from '../../data-access/passkeys.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import { Session } from '../../data-access/session.ts';
import { agoText } from '../ago.ts';
import { Loading } from '../states/loading.ts';
import { ProblemCard } from '../states/problem-card.ts';
import { StateCard } from '../states/state-card.ts';
import { askedGroups, digitsOf, groupsOf, ordinal } from './fingerprint.ts';
import { FingerprintGroups } from './fingerprint-groups.ts';
import { GroupsForm } from './groups-form.ts';
import { ROLE_TEXTS } from './role-texts.ts';
import { RolesCard } from './roles-card.ts';

/** Who waits, who is in, and the one decision: compare the device by telephone, choose a role, approve. */
@Component({
  selector: 's0-people',
  imports: [FingerprintGroups, GroupsForm, Loading, ProblemCard, RolesCard, StateCard],
  templateUrl: './people-page.html',
})
export class PeoplePage {
  /** Roles that the caller may give. */
  readonly roles = input.required<readonly Role[]>();
  /** Whether the caller may turn applicants away and end accounts. */
  readonly manages = input(false);
  private readonly api = inject(Api);
  private readonly passkeys = inject(Passkeys);
  private readonly session = inject(Session);
  protected readonly found = resource({ loader: ({ abortSignal }) => this.api.call(listUsers, {}, abortSignal) });
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );
  private readonly users = computed(() => (this.found.hasValue() ? this.found.value().users : []));
  protected readonly waiting = computed(() => this.users().filter(({ state }) => state === 'waiting'));
  protected readonly others = computed(() => this.users().filter(({ state }) => state !== 'waiting'));
  protected readonly chosen = linkedSignal<readonly UserRecord[], string | undefined>({
    source: this.users,
    computation: (users, previous) =>
      users.find(({ email }) => email === previous?.value)?.email ??
      users.find(({ state }) => state === 'waiting')?.email ??
      users[0]?.email,
  });
  protected readonly person = computed(() => this.users().find(({ email }) => email === this.chosen()));
  protected readonly groups = computed(() => groupsOf(this.person()?.fingerprint ?? ''));
  protected readonly asked = linkedSignal({ source: this.chosen, computation: () => askedGroups(12) });
  protected readonly typed = linkedSignal<string | undefined, readonly [string, string]>({
    source: this.chosen,
    computation: () => ['', ''],
  });
  protected readonly role = linkedSignal({
    source: this.chosen,
    computation: (): Role => this.roles()[0] ?? 'data-scientist',
  });
  protected readonly right = computed(() =>
    this.typed().map((text, at) => text === this.groups()[this.asked()[at] ?? 0]),
  );
  protected readonly differs = computed(() =>
    this.typed().some((text, at) => text.length === 5 && this.right()[at] === false),
  );
  protected readonly ready = computed(() => this.right().every(Boolean) && !this.busy());
  protected readonly busy = signal(false);
  protected readonly failed = signal<Problem | undefined>(undefined);
  protected readonly done = signal('');
  protected readonly isSelf = computed(() => this.person()?.email === this.session.facts()?.login?.email);
  protected readonly ordinal = ordinal;

  protected ago({ since }: UserRecord): string {
    return agoText(Date.now() - Date.parse(since));
  }

  protected roleName(role: Role): string {
    return ROLE_TEXTS[role][0];
  }

  protected roleDoes(role: Role): string {
    return ROLE_TEXTS[role][1];
  }

  protected roleNames({ roles, groups, state }: UserRecord): string {
    if (roles.length === 0) return state;
    return [...roles.map((role) => ROLE_TEXTS[role][0].toLowerCase()), ...groups].join(', ');
  }

  protected type(at: 0 | 1, text: string): void {
    const digits = digitsOf(text);
    this.typed.update(([first, second]) => (at === 0 ? [digits, second] : [first, digits]));
  }

  protected approve(): Promise<void> {
    return this.decide('is in', (email) =>
      this.passkeys.confirmed(approveUser, 'user.approve', {
        email,
        role: this.role(),
        fingerprint: this.person()?.fingerprint,
      }),
    );
  }

  protected reject(): Promise<void> {
    return this.decide('was turned away', (email) => this.passkeys.confirmed(rejectUser, 'user.reject', { email }));
  }

  protected disable(): Promise<void> {
    return this.decide('can do nothing any more', (email) =>
      this.passkeys.confirmed(disableUser, 'user.disable', { email }),
    );
  }

  protected grouped(): void {
    this.done.set(`${this.chosen() ?? ''} is in these groups now.`);
    this.found.reload();
  }

  protected changed(user: UserRecord): void {
    this.done.set(`${user.email} is ${this.roleNames(user)} now.`);
    this.found.reload();
  }

  private async decide(says: string, deed: (email: string) => Promise<unknown>): Promise<void> {
    const email = this.chosen();
    if (email === undefined) return;
    this.busy.set(true);
    this.failed.set(undefined);
    this.done.set('');
    try {
      await deed(email);
      this.done.set(`${email} ${says}.`);
      this.found.reload();
    } catch (failure) {
      this.failed.set(asProblem(failure));
    } finally {
      this.busy.set(false);
    }
  }
}

import { Component, computed, inject, input, linkedSignal, output, resource, signal } from '@angular/core';
import type { UserRecord } from '@dq0/protocol';
import { Api } from '../../data-access/api.ts';
import { createGroup, listGroups, setGroups } from '../../data-access/operations.ts';
import { Passkeys } from '../../data-access/passkeys.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import { PartProblem } from '../states/part-problem.ts';
import { ProblemCard } from '../states/problem-card.ts';

/** The groups of somebody who is in, beside the roles, and a new one. */
@Component({
  selector: 's0-groups-form',
  imports: [PartProblem, ProblemCard],
  templateUrl: './groups-form.html',
})
export class GroupsForm {
  readonly user = input.required<UserRecord>();
  readonly changed = output();
  private readonly api = inject(Api);
  private readonly passkeys = inject(Passkeys);
  protected readonly found = resource({ loader: ({ abortSignal }) => this.api.call(listGroups, {}, abortSignal) });
  protected readonly groups = computed(() => (this.found.hasValue() ? this.found.value().groups : []));
  protected readonly failed = signal<Problem | undefined>(undefined);
  protected readonly busy = signal(false);
  protected readonly name = signal('');
  protected readonly chosen = linkedSignal<UserRecord, readonly string[]>({
    source: this.user,
    computation: ({ groups }) => groups,
  });
  protected readonly ready = computed(() => {
    const had = this.user().groups;
    return (this.chosen().length !== had.length || this.chosen().some((one) => !had.includes(one))) && !this.busy();
  });

  protected toggle(group: string): void {
    this.chosen.update((had) => (had.includes(group) ? had.filter((one) => one !== group) : [...had, group]));
  }

  protected save(): Promise<void> {
    return this.change(async () => {
      const input = { email: this.user().email, groups: [...this.chosen()] };
      await this.passkeys.confirmed(setGroups, 'user.groups', input);
      this.changed.emit();
    });
  }

  protected make(event: Event): Promise<void> {
    event.preventDefault();
    return this.change(async () => {
      await this.api.call(createGroup, { group: this.name().trim() });
      this.name.set('');
    });
  }

  private async change(deed: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.failed.set(undefined);
    try {
      await deed();
      this.found.reload();
    } catch (failure) {
      this.failed.set(asProblem(failure));
    } finally {
      this.busy.set(false);
    }
  }
}

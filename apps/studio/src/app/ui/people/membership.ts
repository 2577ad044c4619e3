import { Component, computed, inject, input, linkedSignal, output, resource, signal } from '@angular/core';
import type { UserRecord } from '@dq0/protocol';
import { Api } from '../../data-access/api.ts';
import { listGroups, setGroups } from '../../data-access/operations.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import { ProblemCard } from '../states/problem-card.ts';

/** The groups of a member, to tick; they hold from the next message on. */
@Component({
  selector: 's0-membership',
  imports: [ProblemCard],
  template: `
    <section class="card">
      <div class="hd"><h2>Groups</h2></div>
      <fieldset class="bd stack-s" [disabled]="busy()">
        <legend class="sr">Groups of {{ person().email }}</legend>
        @for (group of groups(); track group) {
          <label class="row">
            <input type="checkbox" [checked]="ticked().has(group)" (change)="tick(group)" />
            <span class="break">{{ group }}</span>
          </label>
        } @empty {
          <p class="soft small">There are no groups beside the roles. Make one: dq0 group create NAME</p>
        }
        @if (changed()) {
          <p><button class="btn fill sm" type="button" (click)="save()">Save the groups</button></p>
        }
        @if (failed(); as problem) {
          <s0-problem [problem]="problem" [again]="false" />
        }
      </fieldset>
    </section>
  `,
})
export class Membership {
  readonly person = input.required<UserRecord>();
  readonly saved = output<string>();
  private readonly api = inject(Api);
  private readonly known = resource({ loader: ({ abortSignal }) => this.api.call(listGroups, {}, abortSignal) });
  protected readonly groups = computed(() =>
    this.known.hasValue() ? this.known.value().groups.map(({ group }) => group) : [],
  );
  protected readonly ticked = linkedSignal<UserRecord, ReadonlySet<string>>({
    source: this.person,
    computation: ({ groups }) => new Set(groups),
  });
  protected readonly changed = computed(() => {
    const { groups } = this.person();
    return groups.length !== this.ticked().size || groups.some((group) => !this.ticked().has(group));
  });
  protected readonly busy = signal(false);
  protected readonly failed = signal<Problem | undefined>(undefined);

  protected tick(group: string): void {
    this.ticked.update((before) => {
      const after = new Set(before);
      if (!after.delete(group)) after.add(group);
      return after;
    });
  }

  protected async save(): Promise<void> {
    const { email } = this.person();
    this.busy.set(true);
    this.failed.set(undefined);
    try {
      await this.api.call(setGroups, { email, groups: [...this.ticked()].sort() });
      this.saved.emit('is in these groups now');
    } catch (failure) {
      this.failed.set(asProblem(failure));
    } finally {
      this.busy.set(false);
    }
  }
}

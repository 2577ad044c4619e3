import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import type { Role, UserRecord } from '@dq0/protocol';
import { setRoles } from '../../data-access/operations.ts';
import { Passkeys } from '../../data-access/passkeys.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import { ProblemCard } from '../states/problem-card.ts';
import { ROLE_TEXTS } from './role-texts.ts';

/** The roles of a member, given and taken by who manages people. */
@Component({
  selector: 's0-roles-card',
  imports: [ProblemCard],
  template: `
    <section class="card">
      <div class="hd"><h2>Roles</h2></div>
      <fieldset class="bd stack-s">
        <legend class="sr">Roles of {{ user().email }}</legend>
        @for (role of choices(); track role) {
          <label class="radio">
            <input type="checkbox" [checked]="wanted().includes(role)" (change)="toggle(role)" />
            <div>
              <b>{{ texts[role][0] }}</b><span>{{ texts[role][1] }}</span>
            </div>
          </label>
        }
      </fieldset>
      <div class="ft row wrap">
        <button class="btn person" type="button" [disabled]="!ready()" (click)="save()">Save roles</button>
        <span class="small soft">{{
          wanted().length === 0
            ? 'Choose one at least; to end the account, disable it.'
            : 'They hold from the next message on.'
        }}</span>
      </div>
    </section>
    @if (problem(); as problem) {
      <s0-problem [problem]="problem" [again]="false" />
    }
  `,
})
export class RolesCard {
  readonly user = input.required<UserRecord>();
  readonly choices = input.required<readonly Role[]>();
  readonly changed = output<UserRecord>();
  private readonly passkeys = inject(Passkeys);
  protected readonly texts = ROLE_TEXTS;
  protected readonly wanted = linkedSignal({ source: this.user, computation: ({ roles }): readonly Role[] => roles });
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly ready = computed(() => {
    const [before, now] = [[...this.user().roles].sort(), [...this.wanted()].sort()];
    return now.length > 0 && before.join() !== now.join() && !this.busy();
  });

  protected toggle(role: Role): void {
    this.wanted.update((roles) => (roles.includes(role) ? roles.filter((one) => one !== role) : [...roles, role]));
  }

  protected async save(): Promise<void> {
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const input = { email: this.user().email, roles: [...this.wanted()] };
      const { user } = await this.passkeys.confirmed(setRoles, 'user.roles', input);
      this.changed.emit(user);
    } catch (failure) {
      this.problem.set(asProblem(failure));
    } finally {
      this.busy.set(false);
    }
  }
}

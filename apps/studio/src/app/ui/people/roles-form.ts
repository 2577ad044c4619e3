import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import type { Role, UserRecord } from '@dq0/protocol';
import { setRoles } from '../../data-access/operations.ts';
import { Passkeys } from '../../data-access/passkeys.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import { ProblemCard } from '../states/problem-card.ts';
import { ROLE_TEXTS } from './role-texts.ts';

/** The roles of somebody who is in; they act from the next message on. */
@Component({
  selector: 's0-roles-form',
  imports: [ProblemCard],
  template: `
    <section class="card">
      <div class="hd"><h2>Roles</h2></div>
      <div class="bd stack-s">
        <fieldset class="stack-s">
          <legend class="sr">Roles of {{ user().email }}</legend>
          @for (one of roles(); track one) {
            <label class="radio">
              <input type="checkbox" [checked]="chosen().includes(one)" (change)="toggle(one)" />
              <div>
                <b>{{ texts[one][0] }}</b><span>{{ texts[one][1] }}</span>
              </div>
            </label>
          }
        </fieldset>
        <div class="row">
          <button class="btn tonal" type="button" [disabled]="!ready()" (click)="save()">Save the roles</button>
          <span class="small soft">{{
            chosen().length === 0 ? 'At least one role; to end an account, disable it.' : ''
          }}</span>
        </div>
        @if (failed(); as problem) {
          <s0-problem [problem]="problem" [again]="false" />
        }
      </div>
    </section>
  `,
})
export class RolesForm {
  readonly user = input.required<UserRecord>();
  /** Those that may be given, in the order in which they are shown. */
  readonly roles = input.required<readonly Role[]>();
  readonly changed = output();
  protected readonly texts = ROLE_TEXTS;
  protected readonly failed = signal<Problem | undefined>(undefined);
  protected readonly busy = signal(false);
  protected readonly chosen = linkedSignal<UserRecord, readonly Role[]>({
    source: this.user,
    computation: ({ roles }) => roles,
  });
  protected readonly ready = computed(() => {
    const had = this.user().roles;
    const differs = this.chosen().length !== had.length || this.chosen().some((role) => !had.includes(role));
    return differs && this.chosen().length > 0 && !this.busy();
  });
  private readonly passkeys = inject(Passkeys);

  protected toggle(role: Role): void {
    this.chosen.update((had) => (had.includes(role) ? had.filter((one) => one !== role) : [...had, role]));
  }

  protected async save(): Promise<void> {
    this.busy.set(true);
    this.failed.set(undefined);
    try {
      const input = { email: this.user().email, roles: [...this.chosen()] };
      await this.passkeys.confirmed(setRoles, 'user.roles', input);
      this.changed.emit();
    } catch (failure) {
      this.failed.set(asProblem(failure));
    } finally {
      this.busy.set(false);
    }
  }
}

import { Component, computed, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Control, Field } from '../ui/field.ts';
import { FingerprintGroups } from '../ui/people/fingerprint-groups.ts';
import { ProblemCard } from '../ui/states/problem-card.ts';
import { StateCard } from '../ui/states/state-card.ts';
import { AccountForm, field } from './account-form.ts';

@Component({
  selector: 's0-confirm-page',
  imports: [RouterLink, Control, Field, FingerprintGroups, ProblemCard, StateCard],
  template: `
    <div class="page narrow">
      <h1>Confirm your address</h1>
      <p class="lede">Type the newest code from the mail, on the device that applied.</p>
      @if (state() === undefined) {
        <form #form class="card form" (submit)="confirm($event, form)">
          <s0-field control="email" label="E-mail address">
            <input
              s0Control
              class="in"
              name="email"
              type="email"
              autocomplete="username"
              required
              [value]="email() ?? ''"
            />
          </s0-field>
          <s0-field control="code" label="Code">
            <input s0Control class="in mono" name="code" autocomplete="one-time-code" maxlength="32" required />
          </s0-field>
          <button class="btn fill" type="submit" [disabled]="busy()">{{ busy() ? 'Confirming' : 'Confirm' }}</button>
        </form>
        @if (problem(); as problem) {
          <s0-problem [problem]="problem" [again]="false" />
        }
      } @else {
        <div role="status">
          <s0-state
            [title]="state() === 'approved' ? 'You are in' : 'A person decides now'"
            [text]="
              state() === 'approved'
                ? 'Log in to go on.'
                : 'A data owner compares the fingerprint of this device with you. You get mail; then log in.'
            "
            tone="person"
          >
            @if (fingerprint(); as fingerprint) {
              <p>They call and ask for two of these groups. Keep them at hand: dq0 fingerprint shows them too.</p>
              <s0-fingerprint [fingerprint]="fingerprint" />
            }
            <a class="btn fill" routerLink="/login">Log in</a>
          </s0-state>
        </div>
      }
    </div>
  `,
})
export class ConfirmPage extends AccountForm {
  readonly email = input<string>();
  protected readonly state = signal<'waiting' | 'approved' | undefined>(undefined);

  protected readonly fingerprint = computed(() =>
    this.state() === 'waiting' ? this.session.facts()?.fingerprint : undefined,
  );

  protected async confirm(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const input = { email: field(form, 'email'), code: field(form, 'code').trim() };
    await this.attempt(async () => {
      this.state.set(await this.session.confirm(input));
    });
  }
}

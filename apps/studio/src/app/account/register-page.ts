import { Component, inject } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Control, Field } from '../ui/field.ts';
import { ProblemCard } from '../ui/states/problem-card.ts';
import { AccountForm, field } from './account-form.ts';

@Component({
  selector: 's0-register-page',
  imports: [RouterLink, Control, Field, ProblemCard],
  template: `
    <div class="page narrow">
      <h1>Apply for an account</h1>
      <p class="lede">
        A code comes by mail. Then a data owner compares the fingerprint of this device and lets you in.
      </p>
      <form #form class="card form" (submit)="register($event, form)">
        <s0-field control="email" label="E-mail address">
          <input s0Control class="in" name="email" type="email" autocomplete="username" required />
        </s0-field>
        <s0-field control="password" label="Password" hint="At least 8 characters, 15 or more advised.">
          <input
            s0Control
            class="in"
            name="password"
            type="password"
            autocomplete="new-password"
            minlength="8"
            required
          />
        </s0-field>
        <s0-field control="device" label="Name of this device">
          <input s0Control class="in" name="device" value="browser" maxlength="64" required />
        </s0-field>
        <button class="btn fill" type="submit" [disabled]="busy()">{{ busy() ? 'Applying' : 'Apply' }}</button>
      </form>
      @if (problem(); as problem) {
        <s0-problem [problem]="problem" [again]="false" />
      }
      <p class="small">You have one? <a routerLink="/login">Log in</a>.</p>
    </div>
  `,
})
export class RegisterPage extends AccountForm {
  private readonly router = inject(Router);

  protected async register(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const input = { email: field(form, 'email'), password: field(form, 'password'), device: field(form, 'device') };
    await this.attempt(async () => {
      await this.session.register(input);
      await this.router.navigate(['/confirm'], { queryParams: { email: input.email } });
    });
  }
}

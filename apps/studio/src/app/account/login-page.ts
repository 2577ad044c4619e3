import { Component, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Control, Field } from '../ui/field.ts';
import { ProblemCard } from '../ui/states/problem-card.ts';
import { StateCard } from '../ui/states/state-card.ts';
import { AccountForm, field } from './account-form.ts';

/** `dq0 user login --passkey` opens the page with this. */
const TERMINAL = 'terminal';

@Component({
  selector: 's0-login-page',
  imports: [RouterLink, Control, Field, ProblemCard, StateCard],
  template: `
    <div class="page narrow">
      <h1>Log in</h1>
      <p class="lede">Your password goes to the platform, sealed. It is kept neither here nor in the browser.</p>
      @if (told()) {
        <div role="status">
          <s0-state
            title="You are logged in"
            text="The command line has the session. Close this window and go on in the terminal."
          />
        </div>
      }
      <form #form class="card form" [hidden]="told()" (submit)="logIn($event, form)">
        <s0-field control="email" label="E-mail address">
          <input s0Control class="in" name="email" type="email" autocomplete="username" required [value]="email()" />
        </s0-field>
        <s0-field control="password" label="Password">
          <input s0Control class="in" name="password" type="password" autocomplete="current-password" required />
        </s0-field>
        <button class="btn fill" type="submit" [disabled]="busy()">{{ busy() ? 'Logging in' : 'Log in' }}</button>
        <button class="btn line" type="button" [disabled]="busy()" (click)="byPasskey()">Log in with a passkey</button>
      </form>
      @if (problem(); as problem) {
        <s0-problem [problem]="problem" [again]="false" />
      }
      <p class="small">
        No account yet? <a routerLink="/register">Apply for one</a>. A code came by mail?
        <a routerLink="/confirm">Type it in</a>. Forgot the password? <a routerLink="/reset">Set a new one</a>.
      </p>
    </div>
  `,
})
export class LoginPage extends AccountForm {
  /** Where one wanted to go: a path of this application, or back to the command line that opened this page. */
  readonly next = input<string>();
  /** The command line waits for this login, and has it. */
  protected readonly told = signal(false);
  protected readonly email = () => this.session.facts()?.email ?? '';
  private readonly router = inject(Router);

  protected async logIn(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const input = { email: field(form, 'email'), password: field(form, 'password') };
    await this.enter(() => this.session.logIn(input));
  }

  protected byPasskey(): Promise<void> {
    return this.enter(() => this.session.logInByPasskey());
  }

  private async enter(logIn: () => Promise<void>): Promise<void> {
    await this.attempt(async () => {
      await logIn();
      const next = this.next() ?? '/start';
      if (next === TERMINAL) this.told.set(true);
      else await this.router.navigateByUrl(/^\/[a-z]/.test(next) ? next : '/start');
    });
  }
}

import { Component, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { ProblemCard } from '../ui/states/problem-card.ts';
import { AccountForm, field } from './account-form.ts';

@Component({
  selector: 's0-login-page',
  imports: [RouterLink, ProblemCard],
  template: `
    <div class="page narrow">
      <h1>Log in</h1>
      <p class="lede">Your password goes to the platform, sealed. It is kept neither here nor in the browser.</p>
      <form #form class="card form" (submit)="logIn($event, form)">
        <div class="field">
          <label for="email">E-mail address</label>
          <input id="email" class="in" name="email" type="email" autocomplete="username" required [value]="email()" />
        </div>
        <div class="field">
          <label for="password">Password</label>
          <input id="password" class="in" name="password" type="password" autocomplete="current-password" required />
        </div>
        <button class="btn fill" type="submit" [disabled]="busy()">{{ busy() ? 'Logging in' : 'Log in' }}</button>
      </form>
      @if (problem(); as problem) {
        <s0-problem [problem]="problem" [again]="false" />
      }
      <p class="small">
        No account yet? <a routerLink="/register">Apply for one</a>. A code came by mail?
        <a routerLink="/confirm">Type it in</a>.
      </p>
    </div>
  `,
})
export class LoginPage extends AccountForm {
  /** Where one wanted to go; a path of this application and nothing else. */
  readonly next = input<string>();
  protected readonly email = () => this.session.facts()?.email ?? '';
  private readonly router = inject(Router);

  protected async logIn(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const input = { email: field(form, 'email'), password: field(form, 'password') };
    await this.attempt(async () => {
      await this.session.logIn(input);
      const next = this.next() ?? '/start';
      await this.router.navigateByUrl(/^\/[a-z]/.test(next) ? next : '/start');
    });
  }
}

import { Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../data-access/api.ts';
import { newPassword, resetPassword } from '../data-access/operations.ts';
import { Control, Field } from '../ui/field.ts';
import { ProblemCard } from '../ui/states/problem-card.ts';
import { StateCard } from '../ui/states/state-card.ts';
import { AccountForm, field } from './account-form.ts';

/** First the mail, then its code with the new password, on the same device. */
@Component({
  selector: 's0-reset-page',
  imports: [RouterLink, Control, Field, ProblemCard, StateCard],
  templateUrl: './reset-page.html',
})
export class ResetPage extends AccountForm {
  private readonly api = inject(Api);
  protected readonly step = signal<'ask' | 'code' | 'done'>('ask');
  protected readonly asked = signal('');
  protected readonly email = () => this.session.facts()?.email ?? '';

  protected async ask(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const email = field(form, 'email');
    await this.attempt(async () => {
      await this.api.call(resetPassword, { email });
      this.asked.set(email);
      this.step.set('code');
    });
  }

  protected async set(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const input = { email: this.asked(), code: field(form, 'code').trim(), password: field(form, 'password') };
    await this.attempt(async () => {
      await this.api.call(newPassword, input);
      await this.session.reload();
      this.step.set('done');
    });
  }

  protected again(): void {
    this.problem.set(undefined);
    this.step.set('ask');
  }
}

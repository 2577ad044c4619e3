import { DatePipe } from '@angular/common';
import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../data-access/api.ts';
import { listPasskeys, removePasskey } from '../data-access/operations.ts';
import { Passkeys } from '../data-access/passkeys.ts';
import { asProblem } from '../data-access/problem.ts';
import { Control, Field } from '../ui/field.ts';
import { Loading } from '../ui/states/loading.ts';
import { ProblemCard } from '../ui/states/problem-card.ts';
import { AccountForm, field } from './account-form.ts';

/** What logs a person in and signs decisions; administrators take away what somebody lost. */
@Component({
  selector: 's0-passkeys-page',
  imports: [DatePipe, Control, Field, Loading, ProblemCard],
  templateUrl: './passkeys-page.html',
})
export class PasskeysPage extends AccountForm {
  /** Whose they are; without it one's own. */
  readonly email = input<string>();
  private readonly api = inject(Api);
  private readonly passkeys = inject(Passkeys);
  private readonly router = inject(Router);
  protected readonly found = resource({
    params: () => ({ email: this.email() }),
    loader: ({ params, abortSignal }) => this.api.call(listPasskeys, params, abortSignal),
  });
  protected readonly missing = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );
  protected readonly done = signal('');
  protected readonly mayRecover = computed(() => this.session.roles().includes('administrator'));

  protected async add(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const name = field(form, 'name').trim();
    await this.change(`${name} is registered.`, () => this.passkeys.add(name));
    if (this.problem() === undefined) form.reset();
  }

  protected async show(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    await this.router.navigate(['/passkeys'], { queryParams: { email: field(form, 'whose').trim().toLowerCase() } });
  }

  protected remove(passkey: string, name: string): Promise<void> {
    return this.change(`${name} opens nothing any more.`, () =>
      this.passkeys.confirmed(removePasskey, 'passkey.remove', { passkey }),
    );
  }

  private async change(says: string, deed: () => Promise<unknown>): Promise<void> {
    this.done.set('');
    await this.attempt(async () => {
      await deed();
      this.done.set(says);
      this.found.reload();
    });
  }
}

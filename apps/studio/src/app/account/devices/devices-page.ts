import { DatePipe } from '@angular/common';
import { Component, computed, inject, resource, signal } from '@angular/core';
import type { DeviceRecord, Output, inviteDevice as Invite } from '@dq0/protocol';
import { Api } from '../../data-access/api.ts';
import { changePassword, inviteDevice, listDevices, revokeDevice } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import { Control, Field } from '../../ui/field.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { AccountForm, field } from '../account-form.ts';

/** The devices of one's account with the logins on them, a code for another one, and another password. */
@Component({
  selector: 's0-devices-page',
  imports: [DatePipe, Control, Field, Loading, ProblemCard],
  templateUrl: './devices-page.html',
})
export class DevicesPage extends AccountForm {
  private readonly api = inject(Api);
  protected readonly found = resource({ loader: ({ abortSignal }) => this.api.call(listDevices, {}, abortSignal) });
  protected readonly missing = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );
  /** Asked once more: what is revoked has to be let in again. */
  protected readonly doubted = signal<string | undefined>(undefined);
  protected readonly invited = signal<Output<typeof Invite> | undefined>(undefined);
  protected readonly done = signal('');

  protected revoke({ device, name }: DeviceRecord): Promise<void> {
    return this.change(async () => {
      await this.api.call(revokeDevice, { device });
      this.doubted.set(undefined);
      this.found.reload();
      return `${name} can do nothing any more.`;
    });
  }

  protected invite(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const days = Number(field(form, 'days'));
    const machine = field(form, 'kind') === 'machine';
    return this.change(async () => {
      this.invited.set(await this.api.call(inviteDevice, machine ? { machineDays: days } : {}));
      return '';
    });
  }

  protected setPassword(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const input = { current: field(form, 'current'), password: field(form, 'password') };
    return this.change(async () => {
      const { ended } = await this.api.call(changePassword, input);
      form.reset();
      this.found.reload();
      return `The password is changed. Logins that ended on other devices: ${ended}.`;
    });
  }

  private async change(deed: () => Promise<string>): Promise<void> {
    this.done.set('');
    await this.attempt(async () => {
      this.done.set(await deed());
    });
  }
}

import { Component, computed, inject, linkedSignal, resource, signal } from '@angular/core';
import type { AccessRecord } from '@dq0/protocol';
import { endText, lastDay, readEnd } from '@dq0/protocol/ends';
import { Api } from '../../data-access/api.ts';
import { approveAccess, listAccess, rejectAccess } from '../../data-access/operations.ts';
import { Passkeys } from '../../data-access/passkeys.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import { agoText } from '../../ui/ago.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { StateCard } from '../../ui/states/state-card.ts';

/** Who asks for access to the data sets of the caller, and the decision: within which bounds, until when, or not. */
@Component({
  selector: 's0-requests-page',
  imports: [Loading, ProblemCard, StateCard],
  templateUrl: './requests-page.html',
})
export class RequestsPage {
  private readonly api = inject(Api);
  private readonly passkeys = inject(Passkeys);
  protected readonly found = resource({
    loader: ({ abortSignal }) => this.api.call(listAccess, { limit: 200 }, abortSignal),
  });
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );
  private readonly all = computed(() => (this.found.hasValue() ? this.found.value().requests : []));
  protected readonly open = computed(() => this.all().filter(({ state }) => state === 'open'));
  protected readonly closed = computed(() => this.all().filter(({ state }) => state !== 'open'));
  protected readonly chosen = linkedSignal<readonly AccessRecord[], string | undefined>({
    source: this.all,
    computation: (all, previous) =>
      all.find(({ request }) => request === previous?.value)?.request ?? this.open()[0]?.request ?? all[0]?.request,
  });
  protected readonly one = computed(() => this.all().find(({ request }) => request === this.chosen()));
  protected readonly epsilon = linkedSignal({ source: this.chosen, computation: () => '' });
  /** The last day, as wished for. */
  protected readonly until = linkedSignal({
    source: this.one,
    computation: (one) => (one?.until ? lastDay(one.until) : ''),
  });
  protected readonly wrong = computed(() => {
    if (this.epsilon().trim() !== '' && !(Number(this.epsilon()) > 0))
      return 'Write a number above 0, or leave it empty.';
    const end = this.end();
    if (end === undefined) return 'Choose the last day: access always ends.';
    return Date.parse(end) > Date.now() ? '' : 'Choose a last day that is not over.';
  });
  /** A time of the day that was wished for stays, unless another day is chosen. */
  private readonly end = computed(() => {
    const wished = this.one()?.until;
    return wished && this.until() === lastDay(wished) ? wished : readEnd(this.until());
  });
  protected readonly busy = signal(false);
  protected readonly failed = signal<Problem | undefined>(undefined);
  protected readonly done = signal('');

  protected ago({ requested }: AccessRecord): string {
    return agoText(Date.now() - Date.parse(requested));
  }

  /** What for, until when, and what becomes of it. */
  protected wish({ purpose, until, state, expires }: AccessRecord): string {
    const end = until === null ? '' : `, until ${endText(until)}`;
    const fate = state === 'open' ? `Undecided it ends on ${expires.slice(0, 10)}.` : `It is ${state}; that is final.`;
    return `For ${purpose}${end}. ${fate}`;
  }

  protected approve(one: AccessRecord): Promise<void> {
    const epsilon = this.epsilon().trim();
    return this.decide(`${one.user} may ask ${one.dataset} for ${one.purpose}.`, () =>
      this.passkeys.confirmed(approveAccess, 'access.approve', {
        request: one.request,
        until: this.end(),
        ...(epsilon === '' ? {} : { epsilon: Number(epsilon) }),
      }),
    );
  }

  protected reject(one: AccessRecord): Promise<void> {
    return this.decide(`The request of ${one.user} was turned down.`, () =>
      this.passkeys.confirmed(rejectAccess, 'access.reject', { request: one.request }),
    );
  }

  private async decide(says: string, deed: () => Promise<unknown>): Promise<void> {
    this.busy.set(true);
    this.failed.set(undefined);
    this.done.set('');
    try {
      await deed();
      this.done.set(says);
      this.found.reload();
    } catch (failure) {
      this.failed.set(asProblem(failure));
    } finally {
      this.busy.set(false);
    }
  }
}

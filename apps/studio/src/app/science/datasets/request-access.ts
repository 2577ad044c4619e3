import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { Api } from '../../data-access/api.ts';
import { listAccess, requestAccess } from '../../data-access/operations.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import { PartProblem } from '../../ui/states/part-problem.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { purposeText } from '../../ui/purpose.ts';

/** The way to a data set that may not be asked yet: say what for and why; its owner decides. */
@Component({
  selector: 's0-request-access',
  imports: [PartProblem, ProblemCard],
  template: `
    <section class="card" aria-labelledby="request-title">
      <div class="hd"><h2 id="request-title">Request access</h2></div>
      <form class="bd stack" (submit)="$event.preventDefault(); send(purpose.value, reason.value)">
        @for (one of mine(); track one.request) {
          <p class="small">
            {{ one.purpose }}: <b>{{ one.state }}</b>
          </p>
        }
        <s0-part-problem what="What you requested before" [of]="known" />
        <label class="stack-s">
          <span>Purpose</span>
          <input #purpose class="in" autocomplete="off" maxlength="63" placeholder="labour-study" required />
        </label>
        <label class="stack-s">
          <span>Reason, for the owner to read</span>
          <textarea #reason class="in" rows="3" maxlength="1000" required></textarea>
        </label>
        <button class="btn fill" type="submit" [disabled]="busy()">Send the request</button>
        @if (failed(); as problem) {
          <s0-problem [problem]="problem" [again]="false" />
        }
        <p class="ok small" role="status">{{ done() }}</p>
      </form>
    </section>
  `,
})
export class RequestAccess {
  readonly dataset = input.required<string>();
  private readonly api = inject(Api);
  protected readonly known = resource({
    loader: ({ abortSignal }) => this.api.call(listAccess, { limit: 200 }, abortSignal),
  });
  protected readonly mine = computed(() =>
    this.known.hasValue() ? this.known.value().requests.filter(({ dataset }) => dataset === this.dataset()) : [],
  );
  protected readonly busy = signal(false);
  protected readonly failed = signal<Problem | undefined>(undefined);
  protected readonly done = signal('');

  protected async send(typed: string, reason: string): Promise<void> {
    this.busy.set(true);
    this.failed.set(undefined);
    this.done.set('');
    try {
      await this.api.call(requestAccess, { dataset: this.dataset(), purpose: purposeText(typed), reason });
      this.done.set('Sent. You get mail when its owner has decided.');
      this.known.reload();
    } catch (failure) {
      this.failed.set(asProblem(failure));
    } finally {
      this.busy.set(false);
    }
  }
}

import { Component, computed, input, type Signal } from '@angular/core';
import { asProblem } from '../../data-access/problem.ts';

interface Reading {
  readonly error: Signal<Error | undefined>;
  reload(): boolean;
}

/**
 * Beside a part of a page that could not be read: what, why, and the way to try again. What there is of the page stays;
 * nothing that is not known looks like nothing that is there.
 */
@Component({
  selector: 's0-part-problem',
  host: { '[hidden]': 'problem() === undefined' },
  template: `
    @if (problem(); as problem) {
      <div class="note row wrap" [class.stop]="!problem.passing" role="alert">
        <span class="break"
          ><b>{{ what() }} could not be read.</b> {{ problem.message }} {{ problem.remedy }}</span
        >
        <button class="btn text sm" type="button" (click)="of().reload()">Try again</button>
      </div>
    }
  `,
})
export class PartProblem {
  /** What is missing, as the beginning of a sentence. */
  readonly what = input.required<string>();
  readonly of = input.required<Reading>();
  protected readonly problem = computed(() => {
    const failed = this.of().error();
    return failed === undefined ? undefined : asProblem(failed);
  });
}

import { Component, computed, input, output } from '@angular/core';
import type { Problem } from '../../data-access/problem.ts';
import { StateCard } from './state-card.ts';

/** The one way in which a failure is shown: what, why, what next, and the number under which it is on record. */
@Component({
  selector: 's0-problem',
  imports: [StateCard],
  template: `
    <div role="alert">
      <s0-state [title]="problem().message" [text]="problem().remedy" [tone]="tone()" [open]="problem().passing">
        @for (detail of problem().details; track detail.path) {
          <p class="small">
            <code class="mono">{{ detail.path }}</code> {{ detail.message }}
          </p>
        }
        @if (problem().auditId; as id) {
          <p class="small muted">
            Audit id <span class="mono">{{ id }}</span>
          </p>
        }
        @if (again()) {
          <button class="btn line" type="button" (click)="retry.emit()">{{ label() }}</button>
        }
      </s0-state>
    </div>
  `,
})
export class ProblemCard {
  readonly problem = input.required<Problem>();
  /** Whether the screen can try again by itself. */
  readonly again = input(true);
  readonly label = input('Try again');
  readonly retry = output();
  protected readonly tone = computed(() => (this.problem().passing ? 'plain' : 'stop'));
}

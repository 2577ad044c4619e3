import { Component, computed, input } from '@angular/core';
import type { PolicyAnswer, PolicyConsequences } from '@dq0/protocol';
import { consequenceLines } from '@dq0/protocol/policy-words';
import { actionText, answerText } from './policy-words.ts';

/** What a change says otherwise, and whom it gives or takes something. */
@Component({
  selector: 's0-policy-effects',
  template: `
    @for (line of lines(); track line) {
      <p class="bd soft break">{{ line }}</p>
    }
    @if (of().changes.length > 0) {
      <div class="tw" tabindex="0" role="region" [attr.aria-label]="label()">
        <table class="dense">
          <thead>
            <tr>
              <th scope="col">who</th>
              <th scope="col">may</th>
              <th scope="col">today</th>
              <th scope="col">after</th>
            </tr>
          </thead>
          <tbody>
            @for (change of of().changes; track $index) {
              <tr>
                <td class="break">{{ change.kind === 'group' ? 'group ' : '' }}{{ change.who }}</td>
                <td>{{ action(change.action) }}</td>
                <td class="nowrap">{{ said(change.before) }}</td>
                <td>
                  <span class="chip" [class]="tone(change.after)">{{ said(change.after) }}</span>
                </td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    }
  `,
})
export class EffectsTable {
  readonly of = input.required<PolicyConsequences>();
  protected readonly lines = computed(() => consequenceLines(this.of()));
  readonly label = input('What it changes');
  protected readonly action = actionText;
  protected readonly said = answerText;

  protected tone({ permit, mostEpsilon }: PolicyAnswer): string {
    return permit ? (mostEpsilon === null ? 'good' : 'cost') : 'line';
  }
}

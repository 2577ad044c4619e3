import { Component, input } from '@angular/core';
import type { PolicyAnswer, PolicyEffect } from '@dq0/protocol';
import { actionText, answerText } from './policy-words.ts';

/** Whom a change gives or takes something. */
@Component({
  selector: 's0-policy-effects',
  template: `
    @if (changes().length === 0) {
      <p class="bd soft">It changes nothing for anybody: what it says, other policies said before.</p>
    } @else {
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
            @for (change of changes(); track $index) {
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
  readonly changes = input.required<readonly PolicyEffect[]>();
  readonly label = input('What it changes');
  protected readonly action = actionText;
  protected readonly said = answerText;

  protected tone({ permit, mostEpsilon }: PolicyAnswer): string {
    return permit ? (mostEpsilon === null ? 'good' : 'cost') : 'line';
  }
}

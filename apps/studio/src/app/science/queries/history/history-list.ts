import { Component, computed, inject, output } from '@angular/core';
import { shareText } from '../../../ui/numbers/share.ts';
import { type SavedQuery, Drafts } from '../drafts.ts';
import { type Asked, Questions } from '../questions.ts';
import { agoText } from '../../../ui/ago.ts';

interface Row {
  readonly asked: Asked;
  readonly tone: string;
  readonly says: string;
  readonly ago: string;
}

/** What one asked before. Opening it is free; so is asking it again. */
@Component({
  selector: 's0-history',
  template: `
    <div class="hd"><h2 class="small">History</h2></div>
    @if (rows().length === 0) {
      <p class="small soft none">No questions yet. Write one, or open an example of a data set.</p>
    }
    <ul class="hist">
      @for (row of rows(); track row.asked.job) {
        <li>
          <button type="button" class="past" (click)="take.emit(row.asked)">
            <span class="q">{{ row.asked.sql }}</span>
            <span class="m">
              <span class="dot" [class]="row.tone"></span>{{ row.says }}<span class="end">{{ row.ago }}</span>
            </span>
          </button>
          @if (row.asked.state === 'released' && row.asked.share > 0) {
            <button class="btn text sm again" type="button" (click)="again.emit(row.asked)">Ask again: free</button>
          }
        </li>
      }
    </ul>
    @if (drafts.saved().length > 0) {
      <h2 class="small saved">Saved</h2>
      <ul class="hist">
        @for (query of drafts.saved(); track query.name) {
          <li class="row">
            <button type="button" class="past" (click)="open.emit(query)">{{ query.name }}</button>
            <button
              class="btn text sm end"
              type="button"
              [attr.aria-label]="'Forget ' + query.name"
              (click)="drafts.forget(query.name)"
            >
              Forget
            </button>
          </li>
        }
      </ul>
    }
  `,
})
export class HistoryList {
  readonly take = output<Asked>();
  readonly again = output<Asked>();
  readonly open = output<SavedQuery>();
  protected readonly drafts = inject(Drafts);
  private readonly questions = inject(Questions);
  protected readonly rows = computed((): readonly Row[] => {
    const now = Date.now();
    return this.questions
      .asked()
      .map((asked) => ({ asked, ...stateOf(asked), ago: agoText(now - Date.parse(asked.submitted)) }));
  });
}

function stateOf({ state, share }: Asked): { tone: string; says: string } {
  switch (state) {
    case 'released':
      return share > 0 ? { tone: 'cost', says: shareText(share) } : { tone: 'free', says: 'free, asked before' };
    case 'refused':
      return { tone: 'stop', says: 'refused, free' };
    case 'withheld':
      return { tone: 'stop', says: `withheld, ${shareText(share)}` };
    case 'waiting_approval':
    case 'in_review':
      return { tone: 'person', says: 'waits for approval' };
    case 'cancelled':
      return { tone: 'free', says: 'cancelled, free' };
    default:
      return { tone: 'cost', says: 'running' };
  }
}

import { Component, computed, inject, output, signal } from '@angular/core';
import { shareText } from '../../../ui/numbers/share.ts';
import { PartProblem } from '../../../ui/states/part-problem.ts';
import { type SavedQuery, Drafts } from '../drafts.ts';
import { type Asked, Questions } from '../questions.ts';
import { agoText } from '../../../ui/ago.ts';

/** So many are shown at once. */
const PAGE = 20;

interface Row {
  readonly asked: Asked;
  readonly tone: string;
  readonly says: string;
  readonly ago: string;
}

/** What one asked before. Opening it is free; so is asking it again. */
@Component({
  selector: 's0-history',
  imports: [PartProblem],
  template: `
    @if (drafts.saved().length > 0) {
      <div class="hd"><h2 class="small">Saved</h2></div>
      <ul class="hist">
        @for (query of drafts.saved(); track query.name) {
          <li class="row">
            <button type="button" class="past" (click)="open.emit(query)">
              {{ query.name }}<span class="m">{{ query.dataset }}</span>
            </button>
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
    <div class="hd"><h2 class="small">History</h2></div>
    <s0-part-problem class="none" what="Your history" [of]="questions.history" />
    @if (rows().length === 0 && questions.history.hasValue()) {
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
            <span class="m set">{{ row.asked.dataset }}</span>
          </button>
          @if (row.asked.state === 'released' && row.asked.share > 0) {
            <button class="btn text sm again" type="button" (click)="again.emit(row.asked)">Ask again: free</button>
          }
        </li>
      }
    </ul>
    @if (more() > 0) {
      <button class="btn text sm" type="button" (click)="shown.set(shown() + PAGE)">Show {{ more() }} more</button>
    }
  `,
})
export class HistoryList {
  readonly take = output<Asked>();
  readonly again = output<Asked>();
  readonly open = output<SavedQuery>();
  protected readonly drafts = inject(Drafts);
  protected readonly questions = inject(Questions);
  protected readonly shown = signal(PAGE);
  protected readonly more = computed(() => Math.min(PAGE, Math.max(this.questions.asked().length - this.shown(), 0)));
  protected readonly PAGE = PAGE;
  protected readonly rows = computed((): readonly Row[] => {
    const now = Date.now();
    return this.questions
      .asked()
      .slice(0, this.shown())
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

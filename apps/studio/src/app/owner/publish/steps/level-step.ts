import { Component, inject } from '@angular/core';
import { Wizard } from '../wizard.ts';

const LEVELS = [
  ['2', 'Highest', 'Health, income, children: the usual choice. Policies may demand more for it.'],
  ['1', 'High', 'Personal, but of little harm.'],
  ['0', 'Public', 'Published elsewhere already.'],
] as const;

/** How sensitive the data are, and what may be seen without asking them. */
@Component({
  selector: 's0-level-step',
  template: `
    <h1>How sensitive is it?</h1>
    <p class="lede">The level is what policies speak about. Noise and budget protect people at every level alike.</p>
    <div class="form">
      <fieldset class="picks">
        <legend class="lb">Privacy level</legend>
        @for (level of levels; track level[0]) {
          <label class="radio">
            <input
              type="radio"
              name="level"
              [value]="level[0]"
              [checked]="draft().level === level[0]"
              (change)="wizard.set({ level: level[0] })"
            />
            <div>
              <b>{{ level[1] }}</b><span>{{ level[2] }}</span>
            </div>
          </label>
        }
      </fieldset>
      <label class="check">
        <input
          type="checkbox"
          [checked]="draft().publicMetadata"
          (change)="wizard.set({ publicMetadata: $any($event.target).checked })"
        />
        <span>Scientists may read tables, columns, bounds and lists before they are granted anything</span>
      </label>
      <label class="check">
        <input
          type="checkbox"
          [checked]="draft().timing === 'deadline'"
          (change)="wizard.set({ timing: $any($event.target).checked ? 'deadline' : 'fast' })"
        />
        <span>Hide how long an answer takes: it comes at a stated time, not as fast as it can</span>
      </label>
      <p class="err">{{ wizard.at('privacyLevel') }}</p>
    </div>
  `,
})
export class LevelStep {
  protected readonly wizard = inject(Wizard);
  protected readonly draft = this.wizard.written;
  protected readonly levels = LEVELS;
}

import { Component, computed, input } from '@angular/core';
import { teethOf, WIDTH } from './teeth.ts';

const NEAR = 0.06;
const WIDE = 0.3;
/** A share above which the lens looks at more of the account. */
const DEAR = 0.02;

/** The next part of the account, magnified: this question, then one tooth for each more like it. */
@Component({
  selector: 's0-cost-lens',
  template: `
    <svg class="lens" viewBox="0 0 336 12" preserveAspectRatio="none" aria-hidden="true">
      <path [attr.d]="'M' + edges().from + ' 0L0 12M' + edges().to + ' 0L336 12'" />
    </svg>
    <svg class="comb" viewBox="0 0 336 30" preserveAspectRatio="none" aria-hidden="true">
      <rect class="ground" x="0" y="6" width="336" height="18" rx="3" />
      @for (tooth of teeth(); track $index) {
        <rect
          [class]="$first ? 'this' : 'more'"
          [attr.x]="tooth.x"
          [attr.y]="$first ? 2 : 6"
          [attr.width]="tooth.width"
          [attr.height]="$first ? 26 : 18"
          rx="1"
        />
      }
    </svg>
    <div class="lab">
      <span>this question, then each tooth one more like it</span><span>next {{ span() * 100 }} %</span>
    </div>
  `,
})
export class CostLens {
  readonly share = input.required<number>();
  readonly used = input.required<number>();
  protected readonly span = computed(() => (this.share() > DEAR ? WIDE : NEAR));
  protected readonly edges = computed(() => ({
    from: Math.min(this.used(), 1) * WIDTH,
    to: Math.min(this.used() + this.span(), 1) * WIDTH,
  }));
  protected readonly teeth = computed(() => teethOf(this.share(), this.used(), this.span()));
}

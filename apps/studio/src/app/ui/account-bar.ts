import { Component, computed, input } from '@angular/core';
import { leftText, shareText } from './numbers/share.ts';

/** An account from nothing to all: what is spent is hatched, what one question takes is solid. */
@Component({
  selector: 's0-account-bar',
  template: `
    <div class="bar" role="img" [attr.aria-label]="label()">
      <i class="spent" [style.width.%]="used() * 100"></i>
      @if (now() > 0) {
        <i class="now" [style.width]="'max(3px, ' + now() * 100 + '%)'"></i>
      }
    </div>
  `,
})
export class AccountBar {
  readonly used = input.required<number>();
  readonly now = input(0);
  protected readonly label = computed(() => {
    const spent = `${(this.used() * 100).toFixed(1)} percent used`;
    if (this.now() <= 0) return spent;
    return `${spent}, this question ${shareText(this.now())}, ${leftText(1 - this.used() - this.now())} stays`;
  });
}

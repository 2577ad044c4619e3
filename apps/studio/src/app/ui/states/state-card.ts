import { Component, input } from '@angular/core';

/** Says what is so, why, and what to do next; the next step stands inside as content. */
@Component({
  selector: 's0-state',
  template: `
    <section class="state">
      <svg class="glyph" [class]="tone()" viewBox="0 0 64 26" aria-hidden="true">
        <ellipse cx="32" cy="13" rx="7" ry="10" [attr.stroke-dasharray]="open() ? '3.400 3' : null" />
        <path d="M6 13h18M40 13h18M6 8v10M58 8v10" />
      </svg>
      <h2>{{ title() }}</h2>
      <p>{{ text() }}</p>
      <ng-content />
    </section>
  `,
})
export class StateCard {
  readonly title = input.required<string>();
  readonly text = input('');
  readonly tone = input<'answer' | 'cost' | 'person' | 'stop' | 'plain'>('answer');
  /** Something is missing or not there yet: the zero is drawn with gaps. */
  readonly open = input(false);
}

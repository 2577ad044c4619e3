import { Component, computed, DestroyRef, inject, input, signal } from '@angular/core';
import { spanText } from '@dq0/protocol/plain-words';

/** That data are being read, and for how long. Nobody knows how long it takes: the bar has no end. */
@Component({
  selector: 's0-reading',
  template: `
    <section class="card reading" aria-labelledby="reading">
      <div class="bd stack-s">
        <h2 id="reading" class="small">
          Reading the data: <span class="tnum">{{ elapsed() }}</span> so far
        </h2>
        <progress aria-labelledby="reading"></progress>
        <p class="soft" role="status">You may leave; the data set appears in Data sets when it is ready.</p>
      </div>
    </section>
  `,
})
export class ReadingCard {
  readonly since = input.required<number>();
  private readonly now = signal(Date.now());
  protected readonly elapsed = computed(() => spanText(this.now() - this.since()));

  constructor() {
    const ticking = setInterval(() => this.now.set(Date.now()), 1000);
    inject(DestroyRef).onDestroy(() => clearInterval(ticking));
  }
}

import { Component, input } from '@angular/core';
import type { Executor } from '@dq0/protocol';
import { sizeText } from '@dq0/protocol/plain-words';
import { ExecutorCheckCard } from './executor-check-card.ts';

/** One executor: how much runs there, what keeps jobs in, a check of that, and the Python environments. */
@Component({
  selector: 's0-executor',
  imports: [ExecutorCheckCard],
  templateUrl: './executor-view.html',
})
export class ExecutorView {
  readonly executor = input.required<Executor>();
  protected readonly size = sizeText;

  protected sideName(about: Executor['isolation'][number]['about']): string {
    return about.replace('-', ' ');
  }
}

import { Component, DestroyRef, effect, ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { Theme } from '../shell/theme.ts';
import { type Colours, coloursOf } from './colours.ts';
import type { Drawn, Options } from './draw.ts';

/** A picture of numbers; whoever shows one shows the same numbers as a table beside or behind it. */
@Component({
  selector: 's0-chart',
  template: `<div #place class="chart" role="img" [attr.aria-label]="label()" [style.height.px]="height()"></div>`,
})
export class Chart {
  readonly options = input.required<(colours: Colours) => Options>();
  readonly label = input.required<string>();
  readonly height = input(300);
  private readonly place = viewChild.required<ElementRef<HTMLElement>>('place');
  private readonly drawn = signal<Drawn | undefined>(undefined);

  constructor() {
    const theme = inject(Theme);
    const destroyed = inject(DestroyRef);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const changed = signal(0);
    const count = (): void => changed.update((times) => times + 1);
    dark.addEventListener('change', count);
    destroyed.onDestroy(() => {
      dark.removeEventListener('change', count);
      this.drawn()?.end();
    });
    void import('./draw.ts').then(({ draw }) => {
      if (!destroyed.destroyed) this.drawn.set(draw(this.place().nativeElement));
    });
    effect(() => {
      theme.name();
      changed();
      const { options, height, drawn } = { options: this.options(), height: this.height(), drawn: this.drawn() };
      // The theme stands on the root a moment after its name changed.
      queueMicrotask(() => drawn?.show(options(coloursOf(this.place().nativeElement)), height));
    });
  }
}

import {
  afterNextRender,
  DestroyRef,
  Directive,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';

/** What every open editor can do. */
export interface OpenText {
  text(text: string): void;
  close(): void;
}

/** An editor of one text whose code is loaded after the page is drawn; until then the text stands there as it is. */
@Directive()
export abstract class LazyEditor<T extends OpenText> {
  readonly text = input.required<string>();
  readonly changed = output<string>();
  protected readonly editor = signal<T | undefined>(undefined);
  private readonly place = viewChild.required<ElementRef<HTMLElement>>('place');

  constructor() {
    const destroyed = inject(DestroyRef);
    destroyed.onDestroy(() => this.editor()?.close());
    afterNextRender(() => void this.open(destroyed));
    effect(() => this.editor()?.text(this.text()));
  }

  /** Loads its code. @returns what opens it at a place */
  protected abstract load(): Promise<(place: ShadowRoot) => T>;

  private async open(destroyed: DestroyRef): Promise<void> {
    const opened = await this.load();
    if (destroyed.destroyed) return;
    this.editor.set(opened(this.place().nativeElement.attachShadow({ mode: 'open', delegatesFocus: true })));
  }
}

import {
  afterNextRender,
  Component,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import type { ErrorDetail } from '@dq0/protocol';
import type { OpenCedar } from './open-cedar.ts';

/** The editor of one policy; its code is loaded after the page is drawn. */
@Component({
  selector: 's0-cedar-editor',
  template: `
    <div #place class="editor" [class.open]="editor() !== undefined"></div>
    @if (editor() === undefined) {
      <pre class="before" aria-hidden="true">{{ text() }}</pre>
    }
    <span id="cedar-help" class="sr">F8 goes to the next problem. Tab leaves the editor.</span>
  `,
})
export class CedarEditor {
  readonly text = input.required<string>();
  readonly problems = input<readonly ErrorDetail[]>([]);
  readonly changed = output<string>();
  protected readonly editor = signal<OpenCedar | undefined>(undefined);
  private readonly place = viewChild.required<ElementRef<HTMLElement>>('place');

  constructor() {
    const destroyed = inject(DestroyRef);
    destroyed.onDestroy(() => this.editor()?.close());
    afterNextRender(() => void this.open(destroyed));
    effect(() => this.editor()?.text(this.text()));
    effect(() => this.editor()?.problems(this.problems()));
  }

  private async open(destroyed: DestroyRef): Promise<void> {
    const { openCedar } = await import('./open-cedar.ts');
    if (destroyed.destroyed) return;
    const place = this.place().nativeElement.attachShadow({ mode: 'open', delegatesFocus: true });
    // What the platform's text replaces in here is no change of a person.
    this.editor.set(openCedar(place, this.text(), (text) => text !== this.text() && this.changed.emit(text)));
  }
}

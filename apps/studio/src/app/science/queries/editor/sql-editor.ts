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
import type { OpenEditor, Schema } from './open-editor.ts';
import type { Refusal } from '@dq0/protocol';

/** The editor of one question; its code is loaded after the page is drawn. */
@Component({
  selector: 's0-sql-editor',
  template: `
    <div #place class="editor" [class.open]="editor() !== undefined"></div>
    @if (editor() === undefined) {
      <pre class="before" aria-hidden="true">{{ text() }}</pre>
    }
    <span id="editor-help" class="sr">Control Enter runs the question. Esc, then Tab leaves the editor.</span>
  `,
})
export class SqlEditor {
  readonly text = input.required<string>();
  readonly schema = input<Schema>({});
  readonly refusals = input<readonly Refusal[]>([]);
  readonly changed = output<string>();
  readonly run = output();
  protected readonly editor = signal<OpenEditor | undefined>(undefined);
  private readonly place = viewChild.required<ElementRef<HTMLElement>>('place');

  constructor() {
    const destroyed = inject(DestroyRef);
    destroyed.onDestroy(() => this.editor()?.close());
    afterNextRender(() => void this.open(destroyed));
    effect(() => this.editor()?.text(this.text()));
    effect(() => this.editor()?.schema(this.schema()));
    effect(() => this.editor()?.refuse(this.refusals()));
  }

  focus(): void {
    this.editor()?.focus();
  }

  private async open(destroyed: DestroyRef): Promise<void> {
    const { openEditor } = await import('./open-editor.ts');
    if (destroyed.destroyed) return;
    const place = this.place().nativeElement.attachShadow({ mode: 'open', delegatesFocus: true });
    this.editor.set(
      openEditor({
        place,
        text: this.text(),
        changed: (text) => this.changed.emit(text),
        run: () => this.run.emit(),
      }),
    );
  }
}

import { Component, effect, input, output } from '@angular/core';
import type { Refusal } from '@dq0/protocol';
import { LazyEditor } from '../../../ui/editor/lazy-editor.ts';
import type { OpenEditor, Schema } from './open-editor.ts';

/** The editor of one question. */
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
export class SqlEditor extends LazyEditor<OpenEditor> {
  readonly schema = input<Schema>({});
  readonly refusals = input<readonly Refusal[]>([]);
  readonly run = output();

  constructor() {
    super();
    effect(() => this.editor()?.schema(this.schema()));
    effect(() => this.editor()?.refuse(this.refusals()));
  }

  focus(): void {
    this.editor()?.focus();
  }

  protected override async load(): Promise<(place: ShadowRoot) => OpenEditor> {
    const { openEditor } = await import('./open-editor.ts');
    return (place) =>
      openEditor({
        place,
        text: this.text(),
        changed: (text) => this.changed.emit(text),
        run: () => this.run.emit(),
      });
  }
}

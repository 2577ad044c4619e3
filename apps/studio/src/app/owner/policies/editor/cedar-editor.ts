import { Component, effect, input } from '@angular/core';
import type { ErrorDetail } from '@dq0/protocol';
import { LazyEditor } from '../../../ui/editor/lazy-editor.ts';
import type { OpenCedar } from './open-cedar.ts';

/** The editor of one policy. */
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
export class CedarEditor extends LazyEditor<OpenCedar> {
  readonly problems = input<readonly ErrorDetail[]>([]);

  constructor() {
    super();
    effect(() => this.editor()?.problems(this.problems()));
  }

  protected override async load(): Promise<(place: ShadowRoot) => OpenCedar> {
    const { openCedar } = await import('./open-cedar.ts');
    // What the platform's text replaces in here is no change of a person.
    return (place) => openCedar(place, this.text(), (text) => text !== this.text() && this.changed.emit(text));
  }
}

import { Component, type ElementRef, viewChild } from '@angular/core';

const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['Ctrl K', 'search or jump'],
  ['Ctrl Enter', 'run the question'],
  ['Alt M', 'try it on mock rows'],
  ['Alt Enter', 'take the rewrite'],
  ['F8', 'next refusal'],
  ['Ctrl Space', 'complete a name'],
  ['Alt ,', 'rougher'],
  ['Alt .', 'sharper'],
  ['Alt T', 'new tab'],
  ['Ctrl S', 'save the policy'],
  ['Esc, then Tab', 'leave the editor'],
  ['G, then Q D B P U L H', 'go to queries, data sets, budgets, policies, people, audit, health'],
  ['?', 'this list'],
];

/** All keys, on `?`. Single letters work only outside fields and can be switched off here. */
@Component({
  selector: 's0-key-help',
  template: `
    <dialog #dialog class="sheet" aria-labelledby="keys-title">
      <div class="hd">
        <h2 id="keys-title">Keys</h2>
        <button class="btn text end" type="button" (click)="dialog.close()">Close</button>
      </div>
      <dl class="keys">
        @for (row of keys; track row[0]) {
          <dt>
            <kbd>{{ row[0] }}</kbd>
          </dt>
          <dd>{{ row[1] }}</dd>
        }
      </dl>
      <ng-content />
    </dialog>
  `,
})
export class KeyHelp {
  protected readonly keys = KEYS;
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  open(): void {
    if (!this.dialog().nativeElement.open) this.dialog().nativeElement.showModal();
  }
}

import { Component, computed, type ElementRef, input, output, viewChild } from '@angular/core';
import { isPurpose, purposeText } from '../../../ui/purpose.ts';
import { noteOf } from './purpose-note.ts';

/** What a question is for, where a policy asks for it: as it is typed, with what is sent of it. */
@Component({
  selector: 's0-purpose-field',
  host: { class: 'purpose' },
  template: `
    <label class="small soft" for="purpose">for</label>
    <input
      #field
      id="purpose"
      class="in sm pickset"
      autocomplete="off"
      spellcheck="false"
      maxlength="63"
      placeholder="any purpose"
      aria-label="Purpose, where a policy asks for one"
      aria-describedby="purpose-note"
      [attr.aria-invalid]="note().wrong ? true : null"
      [value]="text()"
      (input)="typed.emit(field.value)"
      (blur)="settle(field.value)"
    />
    <span id="purpose-note" role="status" [class]="note().wrong ? 'err' : 'hint'">{{ note().text }}</span>
  `,
})
export class PurposeField {
  readonly text = input('');
  readonly typed = output<string>();
  protected readonly note = computed(() => noteOf(this.text()));
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');

  focus(): void {
    this.field().nativeElement.focus();
  }

  /** Left alone, the field shows what is sent; what cannot be sent stays as it was typed. */
  protected settle(typed: string): void {
    const sent = purposeText(typed);
    if (sent === '' || isPurpose(sent)) this.typed.emit(sent);
  }
}

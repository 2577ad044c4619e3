import { Component, computed, inject, input, output } from '@angular/core';
import { printable } from '@dq0/protocol/plain-words';
import { Control, Field } from '../../ui/field.ts';
import { Wizard } from './wizard.ts';

/** One line of a definition to write, with what the platform says of its place. */
@Component({
  selector: 's0-text-field',
  imports: [Control, Field],
  template: `
    <s0-field [control]="id()" [label]="label()" [hint]="told()" [error]="error()">
      <input
        s0Control
        class="in"
        autocomplete="off"
        [value]="value()"
        [attr.inputmode]="numeric() ? 'decimal' : null"
        (input)="typed.emit($any($event.target).value)"
      />
    </s0-field>
  `,
})
export class TextField {
  readonly place = input.required<string>();
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly value = input.required<string>();
  readonly numeric = input(false);
  readonly typed = output<string>();
  private readonly wizard = inject(Wizard);
  protected readonly id = computed(() => `at-${this.place()}`);
  /** A field shows characters that hide or reorder a text as they are: they are said below it. */
  protected readonly told = computed(() => {
    const shown = printable(this.value());
    return shown === this.value()
      ? this.hint()
      : `${this.hint()} It holds characters that do not show: ${shown}`.trim();
  });
  protected readonly error = computed(() => this.wizard.at(this.place()));
}

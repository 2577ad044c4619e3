import { Component, computed, inject, input, output } from '@angular/core';
import { Wizard } from './wizard.ts';

/** One line of a definition to write, with what the platform says of its place. */
@Component({
  selector: 's0-text-field',
  template: `
    <div class="field">
      <label [attr.for]="id()">{{ label() }}</label>
      <input
        class="in"
        autocomplete="off"
        [id]="id()"
        [value]="value()"
        [attr.inputmode]="numeric() ? 'decimal' : null"
        [attr.aria-invalid]="error() === '' ? null : true"
        [attr.aria-describedby]="id() + '-hint'"
        (input)="typed.emit($any($event.target).value)"
      />
      <span [id]="id() + '-hint'">
        @if (error() === '') {
          <span class="hint">{{ hint() }}</span>
        } @else {
          <span class="err">{{ error() }}</span>
        }
      </span>
    </div>
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
  protected readonly error = computed(() => this.wizard.at(this.place()));
}

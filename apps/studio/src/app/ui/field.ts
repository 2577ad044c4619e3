import { Component, computed, Directive, inject, input } from '@angular/core';

/** A control with its label above it, and below it a hint or, in its place, what is wrong. */
@Component({
  selector: 's0-field',
  host: { class: 'field' },
  template: `
    <label [attr.for]="control()">{{ label() }}</label>
    <ng-content />
    @if (error() !== '') {
      <span class="err" [id]="below()">{{ error() }}</span>
    } @else if (hint() !== '') {
      <span class="hint" [id]="below()">{{ hint() }}</span>
    }
  `,
})
export class Field {
  /** Id of the control. */
  readonly control = input.required<string>();
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly error = input('');
  protected readonly below = computed(() => `${this.control()}-below`);
  /** What a screen reader reads after the label; null where nothing stands below. */
  readonly description = computed(() => (this.error() === '' && this.hint() === '' ? null : this.below()));
}

/** The control of a field: has its id, and is told what stands below it and whether it is wrong. */
@Directive({
  selector: '[s0Control]',
  host: {
    '[id]': 'field.control()',
    '[attr.aria-describedby]': 'field.description()',
    '[attr.aria-invalid]': "field.error() === '' ? null : true",
  },
})
export class Control {
  protected readonly field = inject(Field);
}

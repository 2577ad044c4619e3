import { Component, computed, type ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { Router } from '@angular/router';

export interface Jump {
  readonly name: string;
  readonly hint: string;
  readonly path?: string;
  readonly act?: () => void;
}

/** `Ctrl K`: type a few letters of a place, a data set or a deed, and go there. */
@Component({
  selector: 's0-palette',
  template: `
    <dialog #dialog class="palette" aria-label="Search or jump to" (close)="text.set('')">
      <input
        #field
        class="in"
        type="text"
        role="combobox"
        aria-label="Search or jump to"
        aria-controls="palette-list"
        aria-expanded="true"
        aria-autocomplete="list"
        autocomplete="off"
        placeholder="A place, a data set, a deed"
        [attr.aria-activedescendant]="found().length > 0 ? 'jump-' + at() : null"
        [value]="text()"
        (input)="typed(field.value)"
        (keydown)="key($event)"
      />
      <ul id="palette-list" role="listbox" aria-label="Places">
        @for (jump of found(); track $index) {
          <li
            role="option"
            [id]="'jump-' + $index"
            [attr.aria-selected]="$index === at()"
            (mousedown)="$event.preventDefault()"
            (click)="take(jump)"
          >
            {{ jump.name }} <small>{{ jump.hint }}</small>
          </li>
        }
      </ul>
      @if (found().length === 0) {
        <p class="small soft none" role="status">Nothing of that name. Try a data set, or Queries.</p>
      }
      <ng-content />
    </dialog>
  `,
})
export class Palette {
  readonly jumps = input.required<readonly Jump[]>();
  protected readonly text = signal('');
  protected readonly at = signal(0);
  protected readonly found = computed(() => {
    const words = this.text().toLowerCase().split(/\s+/);
    return this.jumps().filter(({ name, hint }) =>
      words.every((word) => `${name} ${hint}`.toLowerCase().includes(word)),
    );
  });
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  private readonly router = inject(Router);

  open(): void {
    if (this.dialog().nativeElement.open) return;
    this.at.set(0);
    this.dialog().nativeElement.showModal();
  }

  protected typed(text: string): void {
    this.text.set(text);
    this.at.set(0);
  }

  protected key(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const count = this.found().length;
    if (step !== 0 && count > 0) this.at.update((at) => (at + step + count) % count);
    const chosen = this.found()[this.at()];
    if (event.key === 'Enter' && chosen !== undefined) this.take(chosen);
    if (step !== 0 || event.key === 'Enter') event.preventDefault();
  }

  protected take(jump: Jump): void {
    this.dialog().nativeElement.close();
    if (jump.path !== undefined) void this.router.navigateByUrl(jump.path);
    jump.act?.();
  }
}

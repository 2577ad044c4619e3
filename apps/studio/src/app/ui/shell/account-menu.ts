import { Component, computed, type ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { asProblem } from '../../data-access/problem.ts';
import { Session } from '../../data-access/session.ts';
import type { Face } from '../faces.ts';

/** Who you are, the faces you have, and the way out. */
@Component({
  selector: 's0-account-menu',
  imports: [RouterLink],
  host: { class: 'account' },
  template: `
    <button
      class="who"
      type="button"
      popovertarget="account-popover"
      [attr.aria-label]="letters() + ', ' + email() + ', account menu'"
      [title]="email()"
    >
      {{ letters() }}
    </button>
    <div #menu id="account-popover" popover class="menu" aria-label="Account">
      <p class="small">
        <b>{{ email() }}</b><br /><span class="soft">{{ roles() }}</span>
      </p>
      @if (faces().length > 1) {
        @for (face of faces(); track face.id) {
          <a class="btn text" [routerLink]="face.places[0]?.path" (click)="menu.hidePopover()">{{ face.name }}</a>
        }
      }
      <a class="btn text" routerLink="/devices" (click)="menu.hidePopover()">Devices and password</a>
      <a class="btn text" routerLink="/passkeys" (click)="menu.hidePopover()">Passkeys</a>
      @if (failed()) {
        <p class="err" role="alert">{{ failed() }}</p>
      }
      <button class="btn line" type="button" (click)="logOut()">Log out</button>
    </div>
  `,
})
export class AccountMenu {
  readonly faces = input.required<readonly Face[]>();
  protected readonly failed = signal('');
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly menu = viewChild.required<ElementRef<HTMLElement>>('menu');
  protected readonly email = computed(() => this.session.facts()?.login?.email ?? '');
  protected readonly roles = computed(() => this.session.roles().join(', '));
  protected readonly letters = computed(() => this.email().slice(0, 2).toUpperCase());

  protected async logOut(): Promise<void> {
    try {
      await this.session.logOut();
      this.menu().nativeElement.hidePopover();
      await this.router.navigateByUrl('/login');
    } catch (failure) {
      this.failed.set(asProblem(failure).message);
    }
  }
}

import { Component } from '@angular/core';
import type { Role } from '@dq0/protocol';
import { PeoplePage } from '../../ui/people/people-page.ts';

/** Owners let data scientists in. */
@Component({
  selector: 's0-owner-people-page',
  imports: [PeoplePage],
  template: `<s0-people [roles]="roles" />`,
})
export class OwnerPeoplePage {
  protected readonly roles: readonly Role[] = ['data-scientist'];
}

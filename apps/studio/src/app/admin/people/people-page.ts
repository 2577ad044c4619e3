import { Component } from '@angular/core';
import type { Role } from '@dq0/protocol';
import { PeoplePage } from '../../ui/people/people-page.ts';

/** Administrators give every role, turn applicants away, and end accounts. */
@Component({
  selector: 's0-admin-people-page',
  imports: [PeoplePage],
  template: `<s0-people [roles]="roles" [manages]="true" />`,
})
export class AdminPeoplePage {
  protected readonly roles: readonly Role[] = ['data-scientist', 'data-owner', 'auditor', 'administrator'];
}

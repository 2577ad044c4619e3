import { inject, signal } from '@angular/core';
import { asProblem, type Problem } from '../data-access/problem.ts';
import { Session } from '../data-access/session.ts';

/** What the three account pages share: one deed at a time, and why the last one failed. */
export abstract class AccountForm {
  protected readonly session = inject(Session);
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async attempt(deed: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await deed();
    } catch (failure) {
      this.problem.set(asProblem(failure));
    } finally {
      this.busy.set(false);
    }
  }
}

/** The value of a named field; a password goes from the form to the gateway and is kept nowhere. */
export function field(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value : '';
}

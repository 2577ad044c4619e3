import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { QuotaRecord } from '@dq0/protocol';
import { setQuota } from '../../data-access/operations.ts';
import { Passkeys } from '../../data-access/passkeys.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import { AccountBar } from '../../ui/account-bar.ts';
import { Control, Field } from '../../ui/field.ts';
import { boundText } from '../../ui/numbers/share.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';

/** Which part of the account one person, or a group together, may use: a matter of fairness among them. */
@Component({
  selector: 's0-quota-form',
  imports: [AccountBar, Control, Field, ProblemCard],
  templateUrl: './quota-form.html',
})
export class QuotaForm {
  readonly account = input.required<string>();
  readonly quotas = input.required<readonly QuotaRecord[]>();
  readonly changed = output();
  private readonly passkeys = inject(Passkeys);
  protected readonly busy = signal(false);
  protected readonly failed = signal<Problem | undefined>(undefined);
  protected readonly who = signal('');
  protected readonly percent = signal('');
  protected readonly ready = computed(() => {
    const percent = Number(this.percent());
    return this.who().trim() !== '' && this.percent() !== '' && percent >= 0 && percent <= 100 && !this.busy();
  });
  protected readonly bound = boundText;

  /** How much of its own part somebody has used, 0 to 1. */
  protected usedOf({ used, share }: QuotaRecord): number {
    return share > 0 ? Math.min(1, used / share) : 1;
  }

  protected async set(event: Event): Promise<void> {
    event.preventDefault();
    const who = this.who().trim().toLowerCase();
    await this.save(who.includes('@') ? { user: who } : { group: who }, Number(this.percent()) / 100);
    if (this.failed() !== undefined) return;
    this.who.set('');
    this.percent.set('');
  }

  protected lift({ kind, subject }: QuotaRecord): Promise<void> {
    return this.save({ [kind]: subject }, 1);
  }

  private async save(whom: Partial<Record<QuotaRecord['kind'], string>>, share: number): Promise<void> {
    this.busy.set(true);
    this.failed.set(undefined);
    try {
      await this.passkeys.confirmed(setQuota, 'budget.quota-set', { name: this.account(), ...whom, share });
      this.changed.emit();
    } catch (failure) {
      this.failed.set(asProblem(failure));
    } finally {
      this.busy.set(false);
    }
  }
}

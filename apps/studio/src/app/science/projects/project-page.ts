import { DatePipe } from '@angular/common';
import {
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  resource,
  signal,
  viewChild,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../data-access/api.ts';
import { addMember, handOverProject, infoProject, listRuns, removeMember } from '../../data-access/operations.ts';
import { Passkeys } from '../../data-access/passkeys.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import { Session } from '../../data-access/session.ts';
import { Control, Field } from '../../ui/field.ts';
import { shareText } from '../../ui/numbers/share.ts';
import { Loading } from '../../ui/states/loading.ts';
import { PartProblem } from '../../ui/states/part-problem.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';

/** One project: who is in it, and what was asked for it. */
@Component({
  selector: 's0-project-page',
  imports: [DatePipe, RouterLink, Control, Field, Loading, PartProblem, ProblemCard],
  templateUrl: './project-page.html',
})
export class ProjectPage {
  /** Its full name. */
  readonly project = input.required<string>();
  private readonly api = inject(Api);
  private readonly passkeys = inject(Passkeys);
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly params = (): { project: string } => ({ project: this.project() });
  protected readonly found = resource({
    params: this.params,
    loader: ({ params, abortSignal }) => this.api.call(infoProject, params, abortSignal),
  });
  protected readonly runs = resource({
    params: this.params,
    loader: ({ params, abortSignal }) => this.api.call(listRuns, { ...params, limit: 100 }, abortSignal),
  });
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );
  private readonly self = computed(() => this.session.facts()?.login?.email ?? '');
  private readonly record = computed(() => (this.found.hasValue() ? this.found.value() : undefined));
  /** Its owner says who is in it, and whose it is to be. */
  protected readonly leads = computed(() => this.record()?.owner === this.self());
  protected readonly others = computed(() =>
    (this.record()?.members ?? []).map(({ member }) => member).filter((member) => !this.isSelf(member)),
  );
  /** To whom it is handed over. */
  protected readonly next = linkedSignal({ source: this.others, computation: ([first]) => first ?? '' });
  private readonly sure = viewChild.required<ElementRef<HTMLDialogElement>>('sure');
  protected readonly email = signal('');
  protected readonly busy = signal(false);
  protected readonly failed = signal<Problem | undefined>(undefined);
  protected readonly share = shareText;

  protected isSelf(member: string): boolean {
    return member === this.self();
  }

  protected add(event: Event): Promise<void> {
    event.preventDefault();
    return this.change(async () => {
      const email = this.email().trim().toLowerCase();
      await this.passkeys.confirmed(addMember, 'project.add-member', { project: this.project(), email });
      this.email.set('');
      this.found.reload();
    });
  }

  protected askHandOver(event: Event): void {
    event.preventDefault();
    this.sure().nativeElement.showModal();
  }

  protected handOver(): Promise<void> {
    this.sure().nativeElement.close();
    return this.change(async () => {
      const input = { project: this.project(), email: this.next() };
      await this.passkeys.confirmed(handOverProject, 'project.hand-over', input);
      this.found.reload();
    });
  }

  protected remove(member: string): Promise<void> {
    return this.change(async () => {
      const input = { project: this.project(), email: member };
      await this.passkeys.confirmed(removeMember, 'project.remove-member', input);
      if (this.isSelf(member)) await this.router.navigateByUrl('/sci/projects');
      else this.found.reload();
    });
  }

  private async change(deed: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.failed.set(undefined);
    try {
      await deed();
    } catch (failure) {
      this.failed.set(asProblem(failure));
    } finally {
      this.busy.set(false);
    }
  }
}

import {
  Component,
  computed,
  DestroyRef,
  effect,
  type ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../data-access/api.ts';
import { addDataset } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import type { InputOf } from '../../data-access/route.ts';
import { download } from '../../ui/download.ts';
import { Icon } from '../../ui/icon.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { StateCard } from '../../ui/states/state-card.ts';
import { definitionFile } from './definition-file.ts';
import { definitionOf } from './definition-of.ts';
import { PublishDrafts } from './publish-drafts.ts';
import { ReadingCard } from './reading-card.ts';
import { indexOf, STEPS, type StepId } from './steps.ts';
import { BudgetStep } from './steps/budget-step.ts';
import { ColumnsStep } from './steps/columns-step.ts';
import { ConnectStep } from './steps/connect-step.ts';
import { LevelStep } from './steps/level-step.ts';
import { PublishStep } from './steps/publish-step.ts';
import { SimulateStep } from './steps/simulate-step.ts';
import { TypesStep } from './steps/types-step.ts';
import { UnitStep } from './steps/unit-step.ts';
import { Wizard } from './wizard.ts';

/** Between two requests for data that are being read, whatever the platform does. */
const PAUSE_MS = 1000;

/** From a file or a database to a published data set, a step at a time; every step is kept as it is typed. */
@Component({
  selector: 's0-publish-page',
  imports: [
    BudgetStep,
    ColumnsStep,
    ConnectStep,
    Icon,
    LevelStep,
    ProblemCard,
    PublishStep,
    ReadingCard,
    RouterLink,
    SimulateStep,
    StateCard,
    TypesStep,
    UnitStep,
  ],
  providers: [Wizard],
  templateUrl: './publish-page.html',
})
export class PublishPage {
  readonly name = input.required<string>();
  readonly step = input.required<string>();
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly drafts = inject(PublishDrafts);
  protected readonly wizard = inject(Wizard);
  private readonly body = viewChild<ElementRef<HTMLElement>>('body');
  private readonly sure = viewChild.required<ElementRef<HTMLDialogElement>>('sure');
  protected readonly steps = STEPS;
  protected readonly at = computed(() => Math.max(0, indexOf(this.step() as StepId)));
  protected readonly before = computed(() => STEPS[this.at() - 1]);
  protected readonly after = computed(() => STEPS[this.at() + 1]);
  protected readonly busy = signal(false);
  /** Since when the data are being read. */
  protected readonly reading = signal<number | undefined>(undefined);
  private left = false;
  /** Mistakes that are written on another step than this one. */
  protected readonly elsewhere = computed(() => this.wizard.mistakes().filter(({ step }) => step !== this.step()));
  protected readonly here = computed(() => this.wizard.mistakes().filter(({ step }) => step === this.step()));
  /** Shown when nothing on the page says it already. */
  protected readonly problem = computed(() =>
    this.wizard.mistakes().length === 0 ? this.wizard.problem() : undefined,
  );

  constructor() {
    effect(() => this.wizard.key.set(this.name()));
    inject(DestroyRef).onDestroy(() => (this.left = true));
  }

  protected stepName(step: StepId): string {
    return STEPS[indexOf(step)]?.name ?? '';
  }

  protected async next(): Promise<void> {
    const here = STEPS[this.at()]?.id;
    const after = this.after();
    if (here === undefined || after === undefined) return;
    this.busy.set(true);
    const sound = await this.wizard.soundUpTo(here);
    this.busy.set(false);
    const toSource = here === 'columns' && this.wizard.unsourced().length > 0;
    if (sound && !toSource) await this.go(after.id);
    else this.showFirst();
  }

  protected async go(step: StepId): Promise<void> {
    await this.router.navigate(['/own/datasets', this.name(), 'edit', step]);
    this.body()?.nativeElement.focus();
  }

  protected async save(): Promise<void> {
    const draft = this.wizard.draft();
    if (draft === undefined) return;
    download(`${draft.name || draft.key}.yaml`, 'application/yaml', await definitionFile(draft));
  }

  protected ask(): void {
    if (this.wizard.unsourced().length === 0) this.sure().nativeElement.showModal();
  }

  protected async publish(): Promise<void> {
    this.sure().nativeElement.close();
    const draft = this.wizard.draft();
    if (draft === undefined) return;
    this.busy.set(true);
    this.wizard.forget();
    try {
      const groups = draft.group === '' ? [] : [draft.group];
      const dataset = await this.published({ definition: definitionOf(draft), groups });
      this.drafts.drop(draft.key);
      if (!this.left) await this.router.navigate(['/own/datasets', dataset], { state: { published: dataset, groups } });
    } catch (failure) {
      this.wizard.refused(asProblem(failure));
    } finally {
      this.busy.set(false);
      this.reading.set(undefined);
    }
  }

  /** The platform goes on reading whoever waits; the same request again joins it. */
  private async published(wish: InputOf<typeof addDataset>): Promise<string> {
    this.reading.set(Date.now());
    let added = await this.api.call(addDataset, wish);
    while (added.state === 'preparing') {
      this.reading.set(Date.parse(added.since ?? ''));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      added = await this.api.call(addDataset, wish);
    }
    return added.dataset;
  }

  /** Takes people to the first place that needs them. */
  private showFirst(): void {
    setTimeout(() => this.body()?.nativeElement.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  }
}

import { Component, computed, inject, input, linkedSignal, resource, signal } from '@angular/core';
import type { PolicyAnswer } from '@dq0/protocol';
import { timeText } from '@dq0/protocol/ends';
import { Api } from '../../data-access/api.ts';
import { testPolicy } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import type { InputOf, OutputOf } from '../../data-access/route.ts';
import { Control, Field } from '../../ui/field.ts';
import { purposeText } from '../../ui/purpose.ts';
import { PartProblem } from '../../ui/states/part-problem.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import type { PolicyEditing } from './policy-editing.ts';
import { ACTIONS, actionText, answerText, becauseText, verdictText } from './policy-words.ts';
import { rest } from './rest.ts';

type Tested = OutputOf<typeof testPolicy>;
type Login = NonNullable<InputOf<typeof testPolicy>['authentication']>;

const LOGINS: readonly (readonly [Login, string])[] = [
  ['password', 'with a password'],
  ['passkey', 'with a passkey'],
  ['machine', 'as a machine'],
];

/** Who could do what: the decision itself is asked, now or at a time, and with what is not saved yet. */
@Component({
  selector: 's0-policy-tester',
  imports: [Control, Field, PartProblem, ProblemCard],
  templateUrl: './policy-tester.html',
})
export class PolicyTester {
  readonly editing = input.required<PolicyEditing>();
  private readonly api = inject(Api);
  protected readonly who = signal('');
  protected readonly action = signal('');
  protected readonly epsilon = signal('');
  protected readonly at = signal('');
  protected readonly authentication = signal('');
  protected readonly purpose = signal('');
  protected readonly drafted = signal(true);
  protected readonly actions = ACTIONS;
  protected readonly logins = LOGINS;
  protected readonly purposeText = purposeText;
  protected readonly wrongEpsilon = computed(() => {
    const given = this.epsilon().trim();
    return given !== '' && !(Number(given) > 0 && Number.isFinite(Number(given)));
  });
  protected readonly everybody = resource({
    params: () => ({ dataset: this.editing().dataset(), action: 'query:run' }),
    loader: ({ params, abortSignal }) => this.api.call(testPolicy, params, abortSignal),
  });
  protected readonly names = computed(() =>
    this.everybody.hasValue() ? this.everybody.value().rows.map(({ who }) => who) : [],
  );
  private readonly tested = resource({
    params: () => (this.wrongEpsilon() ? undefined : this.question()),
    loader: async ({ params, abortSignal }) => {
      await rest(abortSignal);
      return this.api.call(testPolicy, params, abortSignal);
    },
  });
  /** The last answers, while newer ones are on their way. */
  protected readonly answers = linkedSignal<Tested | undefined, Tested | undefined>({
    source: () => (this.tested.hasValue() ? this.tested.value() : undefined),
    computation: (now, previous) => now ?? previous?.value,
  });
  protected readonly stale = computed(() => this.tested.isLoading());
  protected readonly problem = computed(() =>
    this.tested.error() === undefined ? undefined : asProblem(this.tested.error()),
  );
  protected readonly withDraft = computed(() => this.answers()?.rows.some(({ after }) => after !== null) ?? false);
  /** Where one person or group is asked about, the answers as sentences. */
  protected readonly verdicts = computed(() => {
    const told = this.answers();
    if (told === undefined || this.who().trim() === '') return [];
    return told.rows.map(({ who, action, now, after }) => ({
      permit: (after ?? now).permit,
      text: verdictText(who, action, told.epsilon, after ?? now),
    }));
  });
  protected readonly because = becauseText;
  protected readonly words = actionText;
  protected readonly said = answerText;
  protected readonly when = timeText;

  protected tone({ permit, mostEpsilon }: PolicyAnswer): string {
    return permit ? (mostEpsilon === null ? 'good' : 'cost') : 'line';
  }

  private question(): InputOf<typeof testPolicy> {
    const { dataset, changed, wish } = this.editing();
    const who = this.who().trim();
    const login = LOGINS.find(([word]) => word === this.authentication())?.[0];
    const draft = this.drafted() && changed() ? wish() : undefined;
    return {
      dataset: dataset(),
      ...(who === '' ? {} : who.includes('@') ? { user: who } : { group: who }),
      ...(this.action() === '' ? {} : { action: this.action() }),
      ...(this.epsilon().trim() === '' ? {} : { epsilon: Number(this.epsilon()) }),
      ...(this.at() === '' ? {} : { at: `${this.at().slice(0, 16)}:00Z` }),
      ...(login === undefined ? {} : { authentication: login }),
      ...(this.purpose() === '' ? {} : { purpose: this.purpose() }),
      ...(draft === undefined ? {} : { draft }),
    };
  }
}

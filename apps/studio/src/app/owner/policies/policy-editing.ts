import { computed, inject, linkedSignal, resource, type Signal, signal } from '@angular/core';
import { Api } from '../../data-access/api.ts';
import { diffPolicies, removePolicy, setPolicy, showPolicy } from '../../data-access/operations.ts';
import { Passkeys } from '../../data-access/passkeys.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import type { InputOf, OutputOf } from '../../data-access/route.ts';
import { EMPTY, type FieldProblems, fieldsOf, HALF_DAY, isForm, readFields } from './form-fields.ts';
import { KeptDrafts, type KeptDraft } from './kept-drafts.ts';
import { rest } from './rest.ts';

/** The name in an address of a policy that is not there yet; no policy can be called so. */
export const NEW = '-';

/** One policy while it is looked at and changed: as it stands, as it is written, and what saving would change. */
export class PolicyEditing {
  readonly #api = inject(Api);
  readonly #passkeys = inject(Passkeys);
  readonly #kept = inject(KeptDrafts);
  readonly dataset: Signal<string>;
  readonly name: Signal<string>;

  /** Signals of the address; to be made where injection is possible. */
  constructor(dataset: Signal<string>, name: Signal<string>) {
    this.dataset = dataset;
    this.name = name;
  }

  readonly isNew = computed(() => this.name() === NEW);
  readonly id = computed(() => `${this.dataset()}/${this.name()}`);
  readonly shown = resource({
    params: () => (this.isNew() ? undefined : { of: this.id() }),
    loader: ({ params, abortSignal }) => this.#api.call(showPolicy, params, abortSignal),
  });
  readonly record = computed(() => (this.shown.hasValue() ? this.shown.value().policies[0] : undefined));
  readonly ready = computed(() => this.isNew() || this.record() !== undefined);

  readonly saved = computed((): KeptDraft => {
    const record = this.record();
    const none = { ...EMPTY, group: this.isNew() ? 'data-scientist' : '' };
    const fields = record?.form ? fieldsOf(record.form) : none;
    const as = this.isNew() || record?.form ? 'form' : 'text';
    return { name: '', as, fields, text: record?.text ?? '', base: record?.version ?? 0 };
  });
  /** One that was kept before the form had all its fields has the others empty. */
  readonly draft = computed((): KeptDraft => {
    const kept = this.#kept.of(this.id());
    return kept === undefined ? this.saved() : { ...kept, fields: { ...EMPTY, ...kept.fields } };
  });
  readonly changed = computed(() => this.#kept.of(this.id()) !== undefined);
  /** Somebody saved another version since this draft was begun. */
  readonly overtaken = computed(() => this.changed() && this.draft().base !== this.saved().base);

  /** The last day is typed half, or is a day that does not exist: never taken for no end. */
  readonly halfDay = signal(false);
  readonly #read = computed(() => readFields(this.draft().fields));
  /** A group is let see the data set and request access, which has no bounds. */
  readonly requesting = computed(() => {
    const { as, fields } = this.draft();
    return as === 'form' && fields.whom === 'group' && fields.may === 'request';
  });
  readonly #mistakes = computed((): FieldProblems => {
    const read = this.#read();
    if (this.draft().as === 'text' || this.requesting()) return {};
    const half = this.halfDay() ? { until: HALF_DAY } : {};
    return isForm(read) ? half : { ...read, ...half };
  });
  /** The draft as the platform takes it; nothing while a field cannot be read. */
  readonly wish = computed((): InputOf<typeof setPolicy>['draft'] | undefined => {
    const { as, text, name, fields } = this.draft();
    const named = this.isNew() ? (name === '' ? {} : { name }) : { name: this.name() };
    if (as === 'text') return text.trim() === '' ? undefined : { ...named, text };
    if (this.requesting()) return { ...named, requesters: fields.group };
    const read = this.#read();
    return isForm(read) && !this.halfDay() ? { ...named, form: read } : undefined;
  });

  readonly preview = resource({
    params: () => {
      const draft = this.wish();
      return draft === undefined || !this.ready() ? undefined : { place: this.dataset(), draft };
    },
    loader: async ({ params, abortSignal }) => {
      await rest(abortSignal);
      return this.#api.call(diffPolicies, params, abortSignal);
    },
  });
  /** What saving would change; the last one known while a newer one is on its way. */
  readonly difference = linkedSignal<
    OutputOf<typeof diffPolicies> | undefined,
    OutputOf<typeof diffPolicies> | undefined
  >({
    source: () => (this.preview.hasValue() ? this.preview.value() : undefined),
    computation: (now, previous) => now ?? previous?.value,
  });
  readonly problem = computed(() => (this.preview.error() === undefined ? undefined : asProblem(this.preview.error())));
  /** The Cedar text of what is written, as the platform writes it. */
  readonly text = computed(() => {
    if (this.draft().as === 'text') return this.draft().text;
    const written = this.difference()?.texts.find(({ policy }) => this.isNew() || policy === this.id());
    return written?.after ?? this.record()?.text ?? '';
  });

  /** A new one that is called as one that stands. */
  readonly replaces = computed(
    () => this.isNew() && (this.difference()?.texts.some(({ before }) => before !== null) ?? false),
  );

  /** What a new one is called that is given no name, as the platform calls it. */
  readonly ownName = computed(() => {
    const policy = this.difference()?.texts[0]?.policy ?? '';
    return policy.slice(policy.indexOf('/') + 1);
  });

  readonly busy = signal(false);
  readonly failed = signal<Problem | undefined>(undefined);
  readonly savable = computed(
    () =>
      (this.changed() || this.isNew()) &&
      this.wish() !== undefined &&
      this.preview.hasValue() &&
      !this.preview.isLoading() &&
      !this.busy(),
  );

  change(part: Partial<KeptDraft>): void {
    this.failed.set(undefined);
    const draft = { ...this.draft(), ...part };
    if (sameDraft(draft, this.saved())) this.#kept.drop(this.id());
    else this.#kept.keep(this.id(), draft);
  }

  discard(): void {
    this.failed.set(undefined);
    this.halfDay.set(false);
    this.#kept.drop(this.id());
  }

  /** What is wrong with one field, by the form itself or by the platform. */
  mistake(field: string): string | undefined {
    const own = (this.#mistakes() as Readonly<Record<string, string | undefined>>)[field];
    const at = field === 'group' && this.requesting() ? 'requesters' : field;
    const told = (this.failed() ?? this.problem())?.details.find(({ path }) => path.split('.').at(-1) === at);
    return own ?? told?.message;
  }

  /** Saves, and gives the record; nothing where that failed. */
  async save(): Promise<OutputOf<typeof setPolicy>['record'] | undefined> {
    const draft = this.wish();
    if (!this.savable() || draft === undefined) return undefined;
    return this.#attempt(async () => {
      const input = { place: this.dataset(), draft };
      const { record } = await this.#passkeys.confirmed(setPolicy, 'policy.set', input);
      this.#kept.drop(this.id());
      this.shown.reload();
      return record;
    });
  }

  /** Whom a removal would take something. */
  removal(): Promise<OutputOf<typeof diffPolicies> | undefined> {
    return this.#attempt(() => this.#api.call(diffPolicies, { place: this.dataset(), without: this.name() }));
  }

  async remove(): Promise<boolean> {
    const removed = await this.#attempt(() =>
      this.#passkeys.confirmed(removePolicy, 'policy.remove', { policy: this.id() }),
    );
    if (removed !== undefined) this.#kept.drop(this.id());
    return removed !== undefined;
  }

  async #attempt<T>(deed: () => Promise<T>): Promise<T | undefined> {
    this.busy.set(true);
    this.failed.set(undefined);
    try {
      return await deed();
    } catch (failure) {
      this.failed.set(asProblem(failure));
      return undefined;
    } finally {
      this.busy.set(false);
    }
  }
}

function sameDraft(one: KeptDraft, other: KeptDraft): boolean {
  const said = ({ name, as, fields, text }: KeptDraft): string =>
    JSON.stringify(as === 'text' ? [name, text] : [name, Object.entries(fields).sort()]);
  return one.as === other.as && said(one) === said(other);
}

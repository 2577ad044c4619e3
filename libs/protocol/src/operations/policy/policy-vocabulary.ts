import { z } from 'zod';
import { Email, GroupName, IsoTime, Purpose } from '../../vocabulary.ts';

/** Where policies stand: at a data set, or `/` for those of the whole platform. */
export const PolicyPlace = z
  .string()
  .regex(/^(\/|[a-z][a-z0-9_-]{0,62})$/, 'the name of a data set, or / for the platform');
export const PolicyName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/, 'a lower-case letter, then at most 62 letters, digits, _ or -');
/** `census/labour-study`, or `/no-queries-at-night` of the platform. */
export const PolicyId = z
  .string()
  .regex(/^([a-z][a-z0-9_-]{0,62})?\/[a-z][a-z0-9_-]{0,62}$/, 'DATASET/NAME, or /NAME of the platform');
/** A longer text than is taken still travels, so that it is refused with a reason like any other. */
export const PolicyText = z.string().min(1).max(100_000);
/** Number of all changes of policies up to one; the shipped ones are 1. */
export const PolicyVersion = z.int().positive();

const fourDigits = (value: number): boolean => Math.abs(value * 1e4 - Math.round(value * 1e4)) < 1e-7;
const FOUR_DIGITS = 'at most four digits behind the point';

/** The simple wish: this group, or this person, may ask the data set, within these bounds. */
export const PolicyForm = z
  .strictObject({
    group: GroupName.optional(),
    /** One person, by e-mail address. */
    user: Email.optional(),
    /** Largest epsilon of one release. */
    epsilon: z.number().min(0.0001).max(1e6).refine(fourDigits, FOUR_DIGITS).nullable().default(null),
    /** What each question must be declared to be for. */
    purpose: Purpose.nullable().default(null),
    /** The end: from then on the policy permits nothing. */
    until: IsoTime.nullable().default(null),
    /** Largest part of the budget account that each person may use, 0 to 1. */
    share: z.number().min(0.0001).max(1).refine(fourDigits, FOUR_DIGITS).nullable().default(null),
  })
  .refine(({ group, user }) => (group === undefined) !== (user === undefined), 'give either a group or a user');
export type PolicyForm = z.infer<typeof PolicyForm>;

/** What the form says, or Cedar text, or a group that sees the data set listed and may request access, nothing more. */
export const PolicyDraft = z
  .strictObject({
    name: PolicyName.optional(),
    form: PolicyForm.optional(),
    text: PolicyText.optional(),
    requesters: GroupName.optional(),
  })
  .refine(
    ({ form, text, requesters }) => [form, text, requesters].filter((given) => given !== undefined).length === 1,
    'give one of form, text and requesters',
  );
export type PolicyDraft = z.infer<typeof PolicyDraft>;

export const PolicyRecord = z.strictObject({
  policy: PolicyId,
  /** Part of the product; such a one is changed by nobody here. */
  shipped: z.boolean(),
  /** The change that made it what it is. */
  version: PolicyVersion,
  /** Null for shipped ones. */
  changedBy: z.string().nullable(),
  changedAt: IsoTime.nullable(),
  text: z.string(),
  /** What the form would show; null where only text can say it. */
  form: PolicyForm.nullable(),
});
export type PolicyRecord = z.infer<typeof PolicyRecord>;

export const PolicyChange = z.strictObject({
  version: PolicyVersion,
  policy: PolicyId,
  change: z.enum(['set', 'removed']),
  by: z.string(),
  at: IsoTime,
});

/** Whether somebody may, and up to which epsilon of one release; null where no policy limits it or nothing is permitted. */
export const PolicyAnswer = z.strictObject({
  permit: z.boolean(),
  /** The shipped rule that decides. */
  rule: z.string(),
  /** The own policy behind it. */
  policy: z.string().nullable(),
  mostEpsilon: z.number().nullable(),
  /** What a question must be declared to be for; null where nothing needs to be. */
  purpose: z.string().nullable(),
});
export type PolicyAnswer = z.infer<typeof PolicyAnswer>;

export const PolicySubject = z.strictObject({
  kind: z.enum(['group', 'user']),
  /** Name of the group or e-mail address. */
  who: z.union([GroupName, Email]),
});

/** What a change of policies does to one group or person. */
export const PolicyEffect = z.strictObject({
  ...PolicySubject.shape,
  action: z.string(),
  before: PolicyAnswer,
  after: PolicyAnswer,
});
export type PolicyEffect = z.infer<typeof PolicyEffect>;

/** What a change of policies does: to whom at this moment, and to what it says. */
export const PolicyConsequences = z.strictObject({
  /** Whom it gives or takes something at this moment. */
  changes: z.array(PolicyEffect),
  /** Policies that the form says before and after, otherwise: their bounds as they were and as they are. */
  rewritten: z.array(z.strictObject({ policy: PolicyId, before: PolicyForm, after: PolicyForm })),
  /** It changes nothing for anybody, now or later: the other policies say as much. */
  idle: z.boolean(),
});
export type PolicyConsequences = z.infer<typeof PolicyConsequences>;

export const NO_CONSEQUENCES: PolicyConsequences = { changes: [], rewritten: [], idle: false };

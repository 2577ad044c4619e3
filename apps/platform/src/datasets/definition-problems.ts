import { DatasetDefinition, type ErrorDetail } from '@dq0/protocol';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** One value that works, by the end of the path. The first that matches is shown. */
const EXAMPLES: readonly (readonly [RegExp, string])[] = [
  [/^apiVersion$/, 'dq0/v1'],
  [/^kind$/, 'Dataset'],
  [/^name$/, 'census'],
  [/(^|\.)description$/, 'UCI Adult, extract of the 1994 census'],
  [/^tags/, '[census, income]'],
  [/^privacyLevel$/, '2'],
  [/^publicMetadata$/, 'true'],
  [/^connector$/, '{ type: csv, path: adult.data }'],
  [/^connector\.type$/, 'csv'],
  [/^connector\.path$/, 'folder/file.csv'],
  [/^connector\.host$/, 'db.example.org'],
  [/^connector\.port$/, '5432'],
  [/^connector\.(database|schema)$/, 'census'],
  [/^connector\.credential$/, 'census-db'],
  [/\.source$/, 'public.adult'],
  [/^connector\.options\.columns/, '[age, sex, income]'],
  [/^connector\.options\.delimiter/, '";"'],
  [/^connector\.options/, '{ header: false, delimiter: "," }'],
  [/^account$/, 'residents-2027'],
  [/^budget$/, '{ epsilon: 10, delta: 1.0e-6 }'],
  [/^budget\.epsilon$/, '10'],
  [/^budget\.delta$/, '1.0e-6'],
  [/^limits$/, '{ epsilonPerRelease: 1, deltaPerRelease: 1.0e-7 }'],
  [/epsilonPerRelease$/, '1'],
  [/(deltaPerRelease|thresholdDelta)$/, '1.0e-7'],
  [/^entity$/, 'person'],
  [/^timing$/, 'deadline'],
  [/^timezone$/, 'UTC'],
  [/^(version|tables\.\w+\.(minUnits))$/, '1'],
  [/^tables$/, '{ adult: { unit: { kind: row }, maxUnits: 100000, columns: { age: { type: integer } } } }'],
  [/\.unit\.kind$/, 'row'],
  [/\.unit\.column$/, 'person_id'],
  [/\.unit$/, '{ kind: row }'],
  [/\.(maxUnits)$/, '100000'],
  [/\.(maxGroups|maxRows|maxTrainRows)$/, '5'],
  [/\.keys/, '[[person_id]]'],
  [/\.columns\.\w+$/, '{ type: integer, lower: 17, upper: 90 }'],
  [/\.columns$/, '{ age: { type: integer, lower: 17, upper: 90 } }'],
  [/\.type$/, 'integer'],
  [/\.(lower)$/, '17'],
  [/\.(upper)$/, '90'],
  [/\.values\.\d+$/, 'Female'],
  [/\.values$/, '[Female, Male]'],
  [/\.(nullable|identifier|hidden|target|other|synthesis)$/, 'true'],
  [/\.scale$/, '2'],
];

/** Bounds of days and times look alike by their path; their format tells which is meant. */
const TIME_EXAMPLES: Readonly<Record<string, string>> = { date: '2001-01-31', datetime: '2001-01-31T00:00:00Z' };

/** Every mistake of a definition with its path, what was expected there, and a value that works. */
export function readDefinition(
  value: unknown,
): { readonly definition: DatasetDefinition } | { readonly problems: readonly ErrorDetail[] } {
  const parsed = DatasetDefinition.safeParse(value);
  if (parsed.success) return { definition: parsed.data };
  const problems = parsed.error.issues.map(toProblem);
  const keys = problems.map(({ path, message }) => `${path}\n${message}`);
  return { problems: problems.filter((_problem, index) => keys.indexOf(keys[index] ?? '') === index) };
}

/** A mistake at a path, with an example where one is known: of such a path, or the one that works here. */
export function problem(path: string, message: string, working?: string): ErrorDetail {
  const example = working ?? EXAMPLES.find(([pattern]) => pattern.test(path))?.[1];
  return { path, message, ...(example === undefined ? {} : { example }) };
}

function toProblem(issue: Issue): ErrorDetail {
  const path = issue.path.map(String).join('.');
  const found = problem(path === '' ? 'definition' : path, expectation(issue));
  const example = issue.code === 'invalid_format' ? TIME_EXAMPLES[issue.format] : undefined;
  return example === undefined ? found : { ...found, example };
}

/** What was expected; never what was found, which may be anything. */
function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.map(String).join(' or ')}`;
    case 'unrecognized_keys':
      return `unknown: ${issue.keys.join(', ')}`;
    case 'too_small':
      return `expected ${issue.inclusive === false ? 'more than' : 'at least'} ${amount(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `expected ${issue.inclusive === false ? 'less than' : 'at most'} ${amount(issue.maximum, issue.origin)}`;
    case 'invalid_key':
      return 'expected a name: a letter or _, then letters, digits or _';
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? `expected ${issue.format}` : `expected ${issue.message}`;
    case 'invalid_union':
      return 'discriminator' in issue && typeof issue.discriminator === 'string'
        ? `expected a known ${issue.discriminator}`
        : 'expected one of the allowed values';
    default:
      return issue.message;
  }
}

/** A bound, with what it counts where it counts something. */
function amount(bound: number | bigint, origin: string): string {
  const unit = { string: 'character', array: 'entry' }[origin];
  if (unit === undefined) return String(bound);
  const plural = unit === 'entry' ? 'entries' : `${unit}s`;
  return `${bound} ${Number(bound) === 1 ? unit : plural}`;
}

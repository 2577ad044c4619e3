import type { Expr, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { Email, type PolicyForm } from '@dq0/protocol';
import { shortDecimal } from '../cedar/decimal.ts';
import { parseStatements } from '../cedar/parse.ts';
import { namedBy } from '../cedar/scope.ts';
import { parsedOf } from './read-policy.ts';

/** The data set a form is about, and what its policy is called. */
export interface FormPlace {
  readonly dataset: string;
  readonly name: string;
}

const PRICES = ['query:plan', 'dataset:budget', 'budget:show', 'budget:history', 'budget:forecast'];

/** The Cedar text of a form: who may ask within which bounds, and who may see what that costs. */
export function formToText({ group = '', user, ...wish }: PolicyForm, { dataset, name }: FormPlace): string {
  const who = user === undefined ? inGroup(group) : `principal == User::${JSON.stringify(user)}`;
  const { epsilon, purpose, until, share } = wish;
  const end = until === null ? [] : [`context.now < datetime("${new Date(until).toISOString()}")`];
  const bounds = [
    ...(epsilon === null ? [] : [`context.epsilon.lessThanOrEqual(decimal("${shortDecimal(epsilon)}"))`]),
    ...(share === null ? [] : [`context.usedByPersonAfter.lessThanOrEqual(decimal("${shortDecimal(share)}"))`]),
    ...(purpose === null ? [] : ['context has purpose', `context.purpose == "${purpose}"`]),
    ...end,
  ];
  const prices = PRICES.map((action) => `    Action::"${action}"`).join(',\n');
  return [
    statement(name, who, 'action == Action::"query:run"', dataset, bounds),
    statement(`${name}-prices`, who, `action in [\n${prices}\n  ]`, dataset, end),
  ].join('\n');
}

/** The Cedar text for a group that sees the data set listed and may request access. */
export function requestersToText(group: string, { dataset, name }: FormPlace): string {
  return statement(name, inGroup(group), 'action == Action::"access:request"', dataset, []);
}

function inGroup(group: string): string {
  return `principal in Group::"${group}"`;
}

function statement(id: string, who: string, action: string, dataset: string, conditions: readonly string[]): string {
  const scope = [who, action, `resource == Dataset::"${dataset}"`].join(',\n  ');
  const when = conditions.length === 0 ? '' : `\nwhen {\n  ${conditions.join(' &&\n  ')}\n}`;
  return `@id("${id}")\npermit (\n  ${scope}\n)${when};\n`;
}

/** What the form would show for a sound text, or null where the form cannot say exactly this. */
export function textToForm(text: string, dataset: string): PolicyForm | null {
  const [run, prices] = parsedOf(text);
  const form = run === undefined || prices === undefined ? null : formOf(run.json);
  if (form === null) return null;
  const written = parseStatements(formToText(form, { dataset, name: 'any' }));
  return meaning(written.map(({ json }) => json)) === meaning(parsedOf(text).map(({ json }) => json)) ? form : null;
}

const PURPOSE = /^\{"==":.*"attr":"purpose".*"Value":"([a-z][a-z0-9-]*)"/;

/** What a form could have been; whether it says all of the statement is compared afterwards. */
function formOf({ principal, conditions }: PolicyJson): PolicyForm | null {
  const who = whoOf(principal);
  if (who === null) return null;
  const texts = conditions.flatMap(({ body }) => conjuncts(body)).map((part) => JSON.stringify(part));
  const literal = (fact: string, kind: string): string | undefined => {
    const found = texts.find((part) => part.includes(`"attr":"${fact}"`));
    return found === undefined ? undefined : new RegExp(`"${kind}":\\[\\{"Value":"([^"]*)"`).exec(found)?.[1];
  };
  const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
  const until = literal('now', 'datetime');
  if (until !== undefined && Number.isNaN(Date.parse(until))) return null;
  return {
    ...who,
    epsilon: number(literal('epsilon', 'decimal')),
    purpose: texts.map((part) => PURPOSE.exec(part)?.[1]).find((found) => found !== undefined) ?? null,
    until: until === undefined ? null : new Date(until).toISOString(),
    share: number(literal('usedByPersonAfter', 'decimal')),
  };
}

/** A group, or a person by an address that is spelt as everywhere. */
function whoOf(principal: PolicyJson['principal']): Pick<PolicyForm, 'group' | 'user'> | null {
  const named = namedBy(principal);
  if (named?.type === 'Group') return { group: named.id };
  if (named?.type !== 'User' || Email.safeParse(named.id).data !== named.id) return null;
  return { user: named.id };
}

function conjuncts(body: Expr): Expr[] {
  return '&&' in body ? [...conjuncts((body['&&'] as Pair).left), ...conjuncts((body['&&'] as Pair).right)] : [body];
}

interface Pair {
  readonly left: Expr;
  readonly right: Expr;
}

/** Statements without their names, for comparing. Decimals and times are compared by value. */
function meaning(statements: readonly PolicyJson[]): string {
  return JSON.stringify(
    statements.map(({ annotations: _names, ...rest }) => rest),
    (key, value: unknown) => {
      if (key === 'decimal' || key === 'datetime') return literalValue(key, value);
      return value;
    },
  );
}

function literalValue(kind: string, value: unknown): unknown {
  const [literal] = value as { readonly Value?: string }[];
  if (literal?.Value === undefined) return value;
  return kind === 'decimal' ? Number(literal.Value) : Date.parse(literal.Value);
}

import fc from 'fast-check';
import { z } from 'zod';
import type { AnyOperation } from '@dq0/protocol';

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

type Members = Readonly<Record<string, unknown>>;
type Known = Readonly<Record<string, readonly unknown[]>>;

/** Values that break what is careless: of texts, numbers, depth, names of members. */
const HOSTILE: readonly unknown[] = [
  null,
  '',
  ' ',
  "'; DROP TABLE users; --",
  '../../../etc/passwd',
  '%00',
  '\u0000',
  '\uD800',
  '\u202Egpj.exe',
  '{{7*7}}${7*7}',
  '<script>alert(1)</script>',
  'a'.repeat(10_000),
  -1,
  0,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  5e-324,
  true,
  [],
  {},
  { $ne: null },
  { toString: 1 },
  JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`),
];

/**
 * Inputs of an operation out of its schema: valid ones, ones with a single member off, and hostile ones.
 * @param known values of members by name that mean something to the platform
 */
export function inputsOf(operation: AnyOperation, known: Known): fc.Arbitrary<unknown> {
  const schema = z.toJSONSchema(operation.input, { target: 'draft-2020-12', io: 'input' }) as Schema;
  const valid = membersOf(schema, known);
  const names = Object.keys(schema.properties ?? {});
  const name = fc.constantFrom(...names, 'admin', 'constructor');
  const off = fc
    .tuple(valid, name, fc.oneof(fc.constantFrom(...HOSTILE), fc.jsonValue({ maxDepth: 3 })))
    .map(([input, member, value]): Members => ({ ...input, [member]: value }));
  const lacking = fc.tuple(valid, name).map(([input, member]): Members => {
    const { [member]: _, ...rest } = input;
    return rest;
  });
  const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.jsonValue({ maxDepth: 4 }));
  // Logging in and registering are slow on purpose, and without members there is one valid input.
  const few = operation.access === 'anyone' || names.length === 0;
  return fc.oneof(
    { arbitrary: valid, weight: few ? 1 : 12 },
    { arbitrary: off, weight: few ? 6 : 30 },
    { arbitrary: lacking, weight: few ? 1 : 8 },
    { arbitrary: hostile, weight: 50 },
  );
}

function membersOf({ properties = {}, required = [] }: Schema, known: Known): fc.Arbitrary<Members> {
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const values = known[name];
      const made = valueOf(schema);
      return [name, values ? fc.oneof({ arbitrary: fc.constantFrom(...values), weight: 3 }, made) : made];
    }),
  );
  return fc.record(members, { requiredKeys: [...required], noNullPrototype: true });
}

function valueOf(schema: Schema): fc.Arbitrary<unknown> {
  const { type, anyOf, oneOf, allOf } = schema;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = anyOf ?? oneOf;
  if (choices) return fc.oneof(...choices.map(valueOf));
  if (allOf?.[0]) return valueOf(allOf[0]);
  if (type === 'string') return textOf(schema);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1000, 1000) });
  if (type === 'number') {
    const min = Math.max(schema.minimum ?? 0, schema.exclusiveMinimum ?? 0);
    return fc.double({ min, max: Math.min(schema.maximum ?? 100, 100), noNaN: true });
  }
  if (type === 'array') {
    return fc.array(valueOf(schema.items ?? {}), {
      minLength: schema.minItems ?? 0,
      maxLength: Math.min(schema.maxItems ?? 3, 3),
    });
  }
  if (type === 'object') return membersOf(schema, {});
  return fc.jsonValue({ maxDepth: 3 });
}

function textOf({ format, pattern, minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<unknown> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'email') return fc.emailAddress();
  if (format === 'date-time')
    return fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((at) => at.toISOString());
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'));
  return fc.string({ minLength, maxLength: Math.min(maxLength, 60), unit: 'grapheme' });
}

/** Names that nothing has. */
const UNKNOWN: Readonly<Record<string, unknown>> = {
  dataset: 'nowhere',
  of: 'nowhere',
  place: 'nowhere',
  policy: 'nowhere/none',
  email: 'nobody@example.org',
  user: 'nobody@example.org',
  job: '00000000-0000-4000-8000-000000000000',
  auditId: '00000000-0000-4000-8000-000000000000',
  device: 'A'.repeat(43),
  name: 'nowhere',
};

/** The example of an operation, about what is not there. */
export function unknownOf({ example }: AnyOperation): unknown {
  const members = Object.entries(example.input as Readonly<Record<string, unknown>>);
  return Object.fromEntries(members.map(([name, value]) => [name, UNKNOWN[name] ?? value]));
}

import { checkParsePolicySet, validate, type DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import type { ErrorDetail } from '@dq0/protocol';
import { SCHEMA } from '../shipped/schema.ts';
import { tooLarge } from './text-limits.ts';

/** What is wrong with a text by the grammar or the schema, with its places; none when it is sound. */
export function textProblems(text: string): ErrorDetail[] {
  const large = tooLarge(text);
  if (large !== undefined) return [{ path: 'text', message: `the text has ${large}` }];
  const parsed = checkParsePolicySet({ staticPolicies: text });
  if (parsed.type === 'failure') return parsed.errors.map((error) => detail(text, error));
  const valid = validate({ schema: SCHEMA, policies: { staticPolicies: text } });
  if (valid.type === 'failure') return valid.errors.map((error) => detail(text, error));
  const errors = valid.validationErrors.length > 0 ? valid.validationErrors : valid.validationWarnings;
  return errors.map(({ error }) => detail(text, error));
}

function detail(text: string, { message, help, sourceLocations }: DetailedError): ErrorDetail {
  const start = sourceLocations?.[0]?.start;
  return {
    path: start === undefined ? 'text' : placeOf(text, start),
    message: withoutId(message) + (help === null ? '' : `; ${help}`),
  };
}

/** The evaluator numbers statements; the place says it better. */
function withoutId(message: string): string {
  return message.replace(/^for policy `[^`]*`, /, '');
}

/** Line and column, from one, of a place that is counted in bytes of UTF-8. */
export function placeOf(text: string, bytes: number): string {
  const before = new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, bytes));
  const lines = before.split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

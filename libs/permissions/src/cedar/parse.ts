import { policySetTextToParts, policyToJson, schemaToJson, type PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { SCHEMA } from '../shipped/schema.ts';

export interface Parsed {
  readonly text: string;
  readonly json: PolicyJson;
}

/** The statements of a text that is known to be sound, in their order. @throws Error when it is not */
export function parseStatements(text: string): Parsed[] {
  const answer = policySetTextToParts(text);
  if (answer.type === 'failure') throw new Error(`policies cannot be parsed: ${answer.errors[0]?.message ?? ''}`);
  const parts = [...answer.policies].sort((one, other) => text.indexOf(one) - text.indexOf(other));
  return parts.map((part) => {
    const parsed = policyToJson(part);
    if (parsed.type === 'failure') throw new Error(`a policy cannot be parsed: ${parsed.errors[0]?.message ?? ''}`);
    return { text: part, json: parsed.json };
  });
}

/** What each action is about, by the schema. */
export function resourceTypes(): ReadonlyMap<string, readonly string[]> {
  const answer = schemaToJson(SCHEMA);
  if (answer.type === 'failure') throw new Error(`the schema cannot be parsed: ${answer.errors[0]?.message ?? ''}`);
  const actions = answer.json['']?.actions ?? {};
  return new Map(Object.entries(actions).map(([name, { appliesTo }]) => [name, appliesTo?.resourceTypes ?? []]));
}

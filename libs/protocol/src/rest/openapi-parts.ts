import { z } from 'zod';
import { PROBLEM_MEDIA_TYPE, problemOf, statusOf, type ProblemCode } from './problem.ts';

export type Members = Readonly<Record<string, unknown>>;
export type Json = Members;

export function jsonSchema(shape: z.ZodType, io: 'input' | 'output'): Members {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { target: 'draft-2020-12', io });
  return schema;
}

/** `/v1/runs/:job` as OpenAPI writes it. */
export const pathOf = (path: string): string => path.replace(/:([a-z]+)/gi, '{$1}');

/** Responses that many routes have, each described once. */
export class ProblemResponses {
  readonly #named = new Map<string, { readonly name: string; readonly response: Json }>();

  /** One response for each status that these codes have, naming the codes and showing the first. */
  of(codes: readonly ProblemCode[]): Record<string, Json> {
    const byStatus = [...Map.groupBy(codes, statusOf)].sort(([a], [b]) => a - b);
    return Object.fromEntries(byStatus.map(([status, these]) => [String(status), this.#refer(status, these)]));
  }

  get all(): Record<string, Json> {
    return Object.fromEntries([...this.#named.values()].map(({ name, response }) => [name, response]));
  }

  #refer(status: number, codes: readonly ProblemCode[]): Json {
    const key = codes.join(' ');
    const others = [...this.#named.values()].filter(({ name }) => name.startsWith(`Problem${status}`)).length;
    const name = this.#named.get(key)?.name ?? `Problem${status}${others === 0 ? '' : `-${others + 1}`}`;
    this.#named.set(key, { name, response: responseOf(codes) });
    return { $ref: `#/components/responses/${name}` };
  }
}

export function responseOf(codes: readonly ProblemCode[]): { readonly description: string; readonly content: Json } {
  const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] };
  return {
    description: codes.join(', '),
    content: { [PROBLEM_MEDIA_TYPE]: { schema, example: problemOf(codes[0] ?? 'UNEXPECTED') } },
  };
}

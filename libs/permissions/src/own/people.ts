import { parsedOf } from './read-policy.ts';
import type { Statement } from './statement.ts';

const USER = /\{"type":"User","id":("(?:[^"\\]|\\.)*")\}/g;

/** The addresses of the people that statements name, wherever they stand. */
export function peopleNamed(statements: readonly Statement[]): string[] {
  const found = statements.flatMap(({ text }) =>
    parsedOf(text).flatMap(({ json }) =>
      [...JSON.stringify(json).matchAll(USER)].map(([, id]) => JSON.parse(id ?? '""') as string),
    ),
  );
  return [...new Set(found)].sort();
}

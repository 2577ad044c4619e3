import { parsedOf } from './read-policy.ts';
import type { Statement } from './statement.ts';

/** A comparison of the purpose with a text, either way round, as conditions of a parsed statement hold it. */
const PURPOSE = '\\{"\\.":\\{"left":\\{"Var":"context"\\},"attr":"purpose"\\}\\}';
const NAMED = new RegExp(
  `"left":${PURPOSE},"right":\\{"Value":"([a-z][a-z0-9-]*)"\\}|"left":\\{"Value":"([a-z][a-z0-9-]*)"\\},"right":${PURPOSE}`,
  'g',
);

/** The purposes that statements name: no other can make a difference between them, but none may. */
export function purposesNamed(statements: readonly Statement[]): string[] {
  const found = statements.flatMap(({ text }) =>
    parsedOf(text).flatMap(({ json }) =>
      [...JSON.stringify(json.conditions).matchAll(NAMED)].map(([, one, other]) => one ?? other ?? ''),
    ),
  );
  return [...new Set(found)].sort();
}

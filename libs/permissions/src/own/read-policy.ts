import type { ErrorDetail } from '@dq0/protocol';
import { parseStatements, type Parsed } from '../cedar/parse.ts';
import { actionsOf } from '../cedar/scope.ts';
import { boundsProblems, type PolicyOf } from './bounds.ts';
import { textProblems } from './problems.ts';
import type { Statement } from './statement.ts';

/** A text that was read: its statements, or why it is refused. */
export type ReadPolicy =
  | { readonly ok: true; /** The @id of the first statement. */ readonly id: string | undefined }
  | { readonly ok: false; readonly why: 'invalid' | 'bounds'; readonly problems: readonly ErrorDetail[] };

/**
 * Reads a policy that somebody wants to save: sound by grammar and schema first, then within its author's bounds.
 * @param groups that there are beside the roles
 */
export function readPolicy(text: string, of: PolicyOf, groups: readonly string[] = []): ReadPolicy {
  const problems = textProblems(text);
  if (problems.length > 0) return { ok: false, why: 'invalid', problems };
  const statements = parseStatements(text);
  if (statements.length === 0) {
    return { ok: false, why: 'invalid', problems: [{ path: 'text', message: 'the text has no statement' }] };
  }
  const beyond = statements.flatMap(({ json }, index) => numbered(boundsProblems(json, of, groups), index, statements));
  if (beyond.length > 0) return { ok: false, why: 'bounds', problems: beyond };
  return { ok: true, id: statements[0]?.json.annotations?.['id'] };
}

function numbered(problems: readonly ErrorDetail[], index: number, { length }: readonly Parsed[]): ErrorDetail[] {
  if (length === 1) return [...problems];
  return problems.map((problem) => ({ ...problem, path: `statement ${index + 1}, ${problem.path}` }));
}

/** Texts that are asked again and again, split once. */
const split = new Map<string, readonly Parsed[]>();
const MOST_SPLIT = 1024;

/** The statements of a stored policy, to decide by. */
export function statementsOf(policy: string, text: string): Statement[] {
  return parsedOf(text).map(({ text: statement, json }) => ({ policy, text: statement, actions: actionsOf(json) }));
}

/** A stored policy is sound, so it is parsed without being checked again. */
export function parsedOf(text: string): readonly Parsed[] {
  const known = split.get(text);
  if (known !== undefined) return known;
  if (split.size >= MOST_SPLIT) split.clear();
  const parsed = parseStatements(text);
  split.set(text, parsed);
  return parsed;
}

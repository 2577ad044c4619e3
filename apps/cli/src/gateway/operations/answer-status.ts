import { refusalStatus, resultQuery, runQuery, type AnyOperation, type QueryAnswer } from '@dq0/protocol';
import { isPending, waitsForPeople } from '../../answers/outcome.ts';

export const ANSWERING: ReadonlySet<string> = new Set([runQuery.name, resultQuery.name]);

/** 200, but for answers: 202 while they are on their way or wait for a person, 402, 403 or 422 when refused. */
export function answerStatus(operation: AnyOperation, output: unknown): number {
  if (!ANSWERING.has(operation.name)) return 200;
  const answer = output as QueryAnswer;
  if (answer.state === 'refused') return refusalStatus(answer.refusals ?? []);
  return isPending(answer) || waitsForPeople(answer) ? 202 : 200;
}

/** Of an answer that is on its way: where it will be, and when to look (RFC 9110, 10.2). */
export function whereNext(status: number, output: unknown): Readonly<Record<string, string>> {
  const job = status === 202 ? (output as QueryAnswer).job : null;
  if (job === null) return {};
  return { location: resultQuery.http.path.replace(':job', job), 'retry-after': '1' };
}

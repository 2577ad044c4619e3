import { Problem, problemCodes, QueryAnswer, restOutput, type AnyOperation } from '@dq0/protocol';
import type { Answer } from '../gateway-process.ts';

/** What a stack, a path of this machine, or a failure of the database would look like. */
const INSIDE = /node_modules|\bat (?:async )?\S+ \(|\.[jt]s:\d+:\d+|SQLITE_|ZodError|file:\/\/\//;

/** Everything in which a reply breaks the written contract of its operation. */
export function faultsOf(operation: AnyOperation, documented: readonly string[], answer: Answer): string[] {
  const { status, text } = answer;
  const faults: string[] = [];
  if (status >= 500 && !isHeldBack(operation, text)) faults.push(`status ${status}`);
  if (!documented.includes(String(status))) faults.push(`undocumented status ${status}`);
  // The gateway may repeat what was asked, and the fuzz may ask in such words: only its own are looked at.
  if (status >= 400 && INSIDE.test(text)) faults.push('shows its inside');
  if (!fits(operation, answer)) faults.push('has another form');
  return faults;
}

/** Who tries passwords faster than the platform hashes them is told to come back: that is its limit, and no failure. */
function isHeldBack({ access }: AnyOperation, text: string): boolean {
  return access === 'anyone' && text.includes('"code":"PLATFORM_BUSY"');
}

function fits(operation: AnyOperation, { status, text, headers }: Answer): boolean {
  if (status === 304) return text === '';
  try {
    const body: unknown = JSON.parse(text);
    if (status < 300) return restOutput(operation).safeParse(body).success;
    if (String(headers['content-type']).startsWith('application/json')) {
      return operation.output === QueryAnswer && QueryAnswer.parse(body).state === 'refused';
    }
    const problem = Problem.parse(body);
    return problem.status === status && problemCodes(operation).includes(problem.code);
  } catch {
    return false;
  }
}

import { ERROR_STATUS } from './error-status.ts';

/**
 * Status of a refused run, whose body is the frozen answer with `state: "refused"`. As with the exit codes of the command
 * line, the budget (402) counts only when nothing else stands in the way, and the policy (403) only when the language
 * has nothing to say (422).
 */
export function refusalStatus(refusals: readonly { readonly code: string }[]): number {
  const statuses = refusals.map(({ code }) => statusOfRefusal(code));
  if (statuses.length === 0 || statuses.includes(422)) return 422;
  return statuses.includes(403) ? 403 : 402;
}

function statusOfRefusal(code: string): 402 | 403 | 422 {
  const status = Object.hasOwn(ERROR_STATUS, code) ? ERROR_STATUS[code as keyof typeof ERROR_STATUS] : 422;
  return status === 402 || status === 403 ? status : 422;
}

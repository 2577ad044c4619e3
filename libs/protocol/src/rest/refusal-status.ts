import { ERROR_STATUS } from './error-status.ts';

/**
 * Status of a refused run, whose body is the frozen answer with `state: "refused"`: 402 when the budget alone stands in
 * the way, 403 when the policy alone does, else 422, for the language says how to ask otherwise.
 */
export function refusalStatus(refusals: readonly { readonly code: string }[]): number {
  const statuses = new Set(
    refusals.map(({ code }) =>
      Object.hasOwn(ERROR_STATUS, code) ? ERROR_STATUS[code as keyof typeof ERROR_STATUS] : 422,
    ),
  );
  const [only, ...more] = statuses;
  return more.length === 0 && (only === 402 || only === 403) ? only : 422;
}

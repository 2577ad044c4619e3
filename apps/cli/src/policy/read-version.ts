import { UsageError } from '../errors/usage-error.ts';

/** A version of the policies. @throws UsageError for what is no whole number above 0 */
export function readVersion(flag: string, given: string): number {
  if (/^[1-9]\d{0,9}$/.test(given)) return Number(given);
  throw new UsageError(`--${flag} is no version.`, 'See the versions with: dq0 policy show DATASET');
}

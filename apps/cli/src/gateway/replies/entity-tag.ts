import { sha256Hex } from '@dq0/encryption';

/** A strong validator of a body (RFC 9110, 8.8.3). */
export async function entityTag(text: string): Promise<string> {
  return `"${(await sha256Hex(text)).slice(0, 32)}"`;
}

/** Whether a caller's `If-None-Match` says that it has this body. */
export function hasIt(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag);
}

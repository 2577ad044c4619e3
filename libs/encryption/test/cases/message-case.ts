import type { Change } from '../forge.ts';
import type { World } from '../world.ts';

/**
 * Where a refused message is recognised: `outside` by anyone, `signature` with the sender's public key, `inside`
 * with the recipient's private key.
 */
export type Recognised = 'outside' | 'signature' | 'inside';

/**
 * What an opener without our rules makes of it: `opens` it, signature and all; `opens unsigned`, so the signature is
 * what guards it; or `broken`: cryptography itself yields nothing.
 */
export type Control = 'opens' | 'opens unsigned' | 'broken';

/** A message that must be refused, by its one difference from a valid one. */
export interface RefusedCase {
  readonly name: string;
  readonly recognised: Recognised;
  readonly control: Control;
  readonly change: (world: World) => Change;
}

/** A case whose change needs no keys. */
export function refused(
  recognised: Recognised,
  name: string,
  change: Change | ((world: World) => Change),
  control: Control = 'opens',
): RefusedCase {
  return { name, recognised, control, change: typeof change === 'function' ? change : () => change };
}

/** Replaces one part of a compact serialisation. */
export function editPart(index: number, edit: (part: string) => string): (text: string) => string {
  return (text) =>
    text
      .split('.')
      .map((part, at) => (at === index ? edit(part) : part))
      .join('.');
}

/** Flips the lowest bit of the first byte of a part. */
export function flipBit(part: string): string {
  const bytes = Buffer.from(part, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return bytes.toString('base64url');
}

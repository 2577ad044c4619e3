import type { IdentityKey } from '../keys/identity-key.ts';
import type { ProofType } from '../verify/proof.ts';
import { signJson } from './sign-json.ts';

export interface ProofToSign {
  readonly typ: ProofType;
  readonly identity: IdentityKey;
  /** The proxy's public origin as configured here, such as `https://proxy.example`. */
  readonly origin: string;
  /** The newest nonce that this proxy gave. */
  readonly nonce: string;
  /** Everything up to it has arrived. */
  readonly cursor?: number | undefined;
  readonly issuedAt: Date;
}

/** Proves to one proxy, once, that the holder of this identity is asking: the value behind `authorization: DQ0`. */
export async function signProof({ typ, identity, origin, nonce, cursor, issuedAt }: ProofToSign): Promise<string> {
  const key = identity.publicJwk;
  return signJson(typ.slice('dq0-'.length), { origin, nonce, cursor, issued: issuedAt.getTime(), key }, identity);
}

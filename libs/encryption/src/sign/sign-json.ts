import { CompactSign } from 'jose/jws/compact/sign';
import { canonicalJson } from '../digest/canonical-json.ts';
import type { IdentityKey } from '../keys/identity-key.ts';
import { formatTyp, SIGNATURE_ALGORITHM } from '../verify/suite.ts';

/** A compact JWS (PS256) over canonical JSON; `kind` goes into `typ`. */
export async function signJson(kind: string, content: unknown, identity: IdentityKey): Promise<string> {
  return new CompactSign(new TextEncoder().encode(canonicalJson(content)))
    .setProtectedHeader({
      alg: SIGNATURE_ALGORITHM,
      typ: formatTyp(kind, identity.suite),
      kid: identity.thumbprint,
    })
    .sign(identity.privateKey);
}

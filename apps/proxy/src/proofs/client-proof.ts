import type { IncomingHttpHeaders } from 'node:http';
import type { ClientProof } from './proofs.ts';

/** `authorization: DQ0 <jws>` and, not needed since a proof carries its key, `dq0-key: <base64url of the JWK>`. */
export function proofOfHeaders(headers: IncomingHttpHeaders): ClientProof {
  const key = headers['dq0-key'];
  return {
    proof: /^DQ0 ([A-Za-z0-9_.-]+)$/.exec(headers.authorization ?? '')?.[1],
    key: typeof key === 'string' ? key : undefined,
  };
}

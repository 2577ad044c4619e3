import { canonicalJson } from '../digest/canonical-json.ts';
import type { EncryptionKey } from './encryption-key.ts';
import type { IdentityKey } from './identity-key.ts';

/**
 * The whole key, private half included, as JSON Web Key text (RFC 7517) for a key store. It is a secret in clear:
 * the key store protects it.
 */
export async function exportPrivateKey(key: IdentityKey | EncryptionKey): Promise<string> {
  const { d, p, q, dp, dq, qi } = await crypto.subtle.exportKey('jwk', key.privateKey);
  return canonicalJson({ ...key.publicJwk, d, p, q, dp, dq, qi });
}

import { compactDecrypt } from 'jose/jwe/compact/decrypt';
import type { EncryptionKey } from '../keys/encryption-key.ts';
import type { ParsedEnvelope } from '../verify/outer-header.ts';
import type { JsonValue } from '../verify/strict-json.ts';
import { CONTENT_ALGORITHM, KEY_ALGORITHM } from '../verify/suite.ts';
import { readSealedContent } from './sealed-content.ts';

async function decrypt(jwe: string, key: EncryptionKey): Promise<Uint8Array | undefined> {
  try {
    const { plaintext } = await compactDecrypt(jwe, key.privateKey, {
      keyManagementAlgorithms: [KEY_ALGORITHM],
      contentEncryptionAlgorithms: [CONTENT_ALGORITHM],
    });
    return plaintext;
  } catch {
    return undefined;
  }
}

/**
 * The body, if one of the keys opens it and the plaintext agrees with the header. A message to a key that is not
 * there is decrypted with another one all the same, so that it takes as long as any other refusal.
 */
export async function decryptBody(
  { outer, sealed }: ParsedEnvelope,
  keys: readonly EncryptionKey[],
): Promise<{ readonly body: JsonValue } | undefined> {
  const meant = keys.find((key) => key.thumbprint === sealed.header.kid);
  const key = meant ?? keys[0];
  if (key === undefined) return undefined;
  const plaintext = await decrypt(sealed.jwe, key);
  const content = plaintext === undefined ? undefined : readSealedContent(plaintext, outer);
  return sealed.suite === meant?.suite ? content : undefined;
}

import type { IdentityKey } from '../keys/identity-key.ts';
import { BundlePayload, type BundleContent } from '../verify/bundle.ts';
import { signJson } from './sign-json.ts';

/**
 * Signs what a platform says about itself.
 * @param identity the platform's key; `content.identity` must be its public half
 * @throws TypeError when it is not; ZodError when the content has another shape
 */
export async function signBundle(content: BundleContent, identity: IdentityKey): Promise<string> {
  const { issuedAt, expiresAt, ...rest } = content;
  if (rest.identity.n !== identity.publicJwk.n) throw new TypeError('A bundle is signed by the identity that it names');
  const payload = BundlePayload.parse({ ...rest, issued: issuedAt.getTime(), expires: expiresAt.getTime() });
  return signJson('bundle', payload, identity);
}

import { beforeAll, describe, expect, it } from 'vitest';
import { generateIdentityKey, type IdentityKey } from '../keys/identity-key.ts';
import { signAuditHead } from '../sign/sign-audit-head.ts';
import { signJson } from '../sign/sign-json.ts';
import { readAuditHead } from './audit-head.ts';

const head = { number: 7, hash: 'ab'.repeat(32), at: new Date('2026-11-24T00:00:00Z') };
let identity: IdentityKey;
let other: IdentityKey;
beforeAll(async () => {
  [identity, other] = await Promise.all([generateIdentityKey(), generateIdentityKey()]);
});

describe('a signed head', () => {
  it('is read with the key that signed it', async () => {
    expect(await readAuditHead(await signAuditHead(head, identity))).toEqual({
      ...head,
      thumbprint: identity.thumbprint,
    });
  });

  it('is refused when it was changed, signed by another key than it names, or is something else', async () => {
    const jws = await signAuditHead(head, identity);
    const [protectedHeader = '', , signature = ''] = jws.split('.');
    const content = { number: 7, hash: head.hash, at: head.at.getTime(), identity: identity.publicJwk };
    const payload = Buffer.from(JSON.stringify({ ...content, number: 6 })).toString('base64url');
    for (const forged of [
      '',
      `${protectedHeader}.${payload}.${signature}`,
      await signJson('audit-head', content, other),
      await signJson('bundle', content, identity),
      await signJson('audit-head', { ...content, more: 1 }, identity),
    ]) {
      await expect(readAuditHead(forged)).rejects.toThrow();
    }
  });
});

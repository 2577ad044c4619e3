import { describe, expect, it } from 'vitest';
import type { OuterHeader } from '../verify/outer-header.ts';
import { readSealedContent, writeSealedContent } from './sealed-content.ts';

const outer: OuterHeader = {
  typ: 'dq0-request+1.rsa2048',
  type: 'request',
  kid: 'device',
  to: 'platform',
  id: 'one',
  number: 1,
  issuedAt: new Date(0),
  expiresAt: new Date(1),
};
const addressing = { type: outer.type, sender: outer.kid, recipient: outer.to, id: outer.id };

describe('the plaintext of a message', () => {
  it('is canonical JSON with blanks up to the size class', () => {
    const text = Buffer.from(writeSealedContent(addressing, [1])).toString();
    expect(text).toHaveLength(1024);
    expect(text.trimEnd()).toBe('{"body":[1],"id":"one","recipient":"platform","sender":"device","type":"request"}');
  });

  it('gives back the body', () => {
    for (const body of [null, 0, '', [], {}]) {
      expect(readSealedContent(writeSealedContent(addressing, body), outer)).toEqual({ body });
    }
  });

  it('is nothing without a body', () => {
    expect(readSealedContent(writeSealedContent(addressing, undefined), outer)).toBeUndefined();
  });

  it('is nothing when it is empty or only blanks', () => {
    expect(readSealedContent(new Uint8Array(), outer)).toBeUndefined();
    expect(readSealedContent(new Uint8Array(1024).fill(0x20), outer)).toBeUndefined();
  });
});

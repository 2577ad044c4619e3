import { describe, expect, it } from 'vitest';
import { requireOwnOrigin, stepUpOf } from './ceremony.ts';

const ASSERTION = { id: 'aWQ', clientDataJSON: 'e30', authenticatorData: 'YQ', signature: 'Yg' };
const header = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the origin of a ceremony', () => {
  it('is that of this gateway', () => {
    expect(() => requireOwnOrigin({ origin: 'http://localhost:9000' }, 9000)).not.toThrow();
    expect(() => requireOwnOrigin({ name: 'no ceremony' }, 9000)).not.toThrow();
  });

  it.each(['http://localhost:9001', 'http://127.0.0.1:9000', 'https://localhost:9000', 'http://localhost'])(
    'is never another: %s',
    (origin) => {
      expect(() => requireOwnOrigin({ origin }, 9000)).toThrow('The request is not valid');
    },
  );
});

describe('the confirmation of a decision', () => {
  it('is an assertion, or there is none', () => {
    expect(stepUpOf(header(ASSERTION))).toEqual(ASSERTION);
    expect(stepUpOf(undefined)).toBeUndefined();
  });

  it.each(['', 'e', header({}), header({ ...ASSERTION, more: 1 }), header([ASSERTION]), '%%'])('is not %j', (text) => {
    expect(() => stepUpOf(text)).toThrow('The request is not valid');
  });
});

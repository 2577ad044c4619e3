import { describe, expect, it } from 'vitest';
import { digestOf } from './step-up.service.ts';

const decision = { operation: 'user.approve', input: { email: 'ada@example.org', role: 'auditor' } };

describe('what a passkey signs', () => {
  it('is 32 bytes, the same for the same decision however its members are ordered', () => {
    const digest = digestOf(decision, 'nonce');
    expect(Buffer.from(digest, 'base64url')).toHaveLength(32);
    expect(digestOf({ ...decision, input: { role: 'auditor', email: 'ada@example.org' } }, 'nonce')).toBe(digest);
  });

  it.each([
    ['operation', { ...decision, operation: 'user.reject' }, 'nonce'],
    ['input', { ...decision, input: { ...decision.input, role: 'auditor ' } }, 'nonce'],
    ['nonce', decision, 'another'],
    ['place of a text', { operation: 'user.approv', input: { e: decision.input } }, 'nonce'],
  ])('differs with the %s', (_what, other, nonce) => {
    expect(digestOf(other, nonce)).not.toBe(digestOf(decision, 'nonce'));
  });
});

import { compactVerify } from 'jose';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readFixture, readFixtureWorld } from '../../test/read-fixtures.ts';
import type { World } from '../../test/world.ts';
import { signProof } from '../sign/sign-proof.ts';
import { EnvelopeError } from './errors.ts';
import { readProofKey, verifyProof, type ProofExpectation } from './proof.ts';

const fixture = readFixture('proofs.json') as {
  expected: { typ: 'dq0-pull'; origin: string; nonce: string; now: number };
  accepted: { proof: string; payload: { cursor: number } };
  refused: { name: string; proof: string }[];
};
const { typ, origin, nonce } = fixture.expected;
const now = new Date(fixture.expected.now);
let world: World;

beforeAll(async () => {
  world = await readFixtureWorld();
});

function expected(more: Partial<ProofExpectation> = {}): ProofExpectation {
  return { typ, origin, isNonce: (offered) => offered === nonce, now, ...more };
}

describe('a proof', () => {
  it.each(['dq0-pull', 'dq0-subscribe'] as const)('of type %s reads as it was signed', async (type) => {
    const proof = { typ: type, identity: world.device, origin, nonce, issuedAt: now };
    const plain = await signProof(proof);
    expect(await verifyProof(plain, world.device.publicKey, expected({ typ: type }))).toEqual({ nonce });
    const withCursor = await signProof({ ...proof, cursor: 0 });
    const read = await verifyProof(withCursor, world.device.publicKey, expected({ typ: type }));
    expect(read).toEqual({ nonce, cursor: 0 });
  });

  it('reads from the fixture, and carries its key', async () => {
    const key = await readProofKey(fixture.accepted.proof);
    expect(key.thumbprint).toBe(world.platform.thumbprint);
    expect(await verifyProof(fixture.accepted.proof, key, expected())).toEqual({ nonce, cursor: 41 });
  });

  it.each(fixture.refused)('is refused: $name', async ({ proof }) => {
    await expect(verifyProof(proof, world.platform.publicKey, expected())).rejects.toEqual(new EnvelopeError());
  });

  it.each(fixture.refused)('control: jose alone takes it: $name', async ({ proof }) => {
    const keys = [world.platform.cryptoKey, world.mallory.cryptoKey];
    const taken = await Promise.allSettled(keys.map((key) => compactVerify(proof, key)));
    expect(taken.map(({ status }) => status)).toContain('fulfilled');
  });

  it('uses up no nonce unless all else is right', async () => {
    const isNonce = vi.fn(() => true);
    for (const { name, proof } of fixture.refused) {
      await verifyProof(proof, world.platform.publicKey, expected({ isNonce })).catch(() => undefined);
      expect([name, isNonce.mock.calls.length]).toEqual([name, name.includes('nonce that was not') ? 1 : 0]);
      isNonce.mockClear();
    }
  });

  it('does not carry a key that it was not signed under', async () => {
    const { name, proof } = fixture.refused.find((refused) => refused.name === 'kid of another key')!;
    await expect(readProofKey(proof), name).rejects.toEqual(new EnvelopeError());
  });
});

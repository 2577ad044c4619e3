/**
 * Writes libs/protocol/fixtures/envelope, which TypeScript and Python read. The keys are kept, everything signed or
 * sealed is made anew: `node --conditions=@dq0/source libs/encryption/test/generate-fixtures.ts`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fingerprintGroups, generateIdentityKey } from '../src/index.ts';
import { makeKeyCases, type KeyCase } from './cases/key-cases.ts';
import {
  bundleChanges,
  bundlePayload,
  forgeSigned,
  NONCE,
  ORIGIN,
  proofChanges,
  proofPayload,
} from './cases/signed-cases.ts';
import { base64urlTexts, canonicalTexts, jsonTexts } from './cases/text-cases.ts';
import { ISSUED, REQUEST_DIGEST } from './base-message.ts';
import { makeAcceptedMessages, makeFirstMessages, makeRefusedMessages } from './message-fixtures.ts';
import { makeWorldKeys, readWorld, type World, type WorldKeys } from './world.ts';

const FOLDER = new URL('../../protocol/fixtures/envelope/', import.meta.url);

function write(name: string, content: object): void {
  writeFileSync(new URL(name, FOLDER), `${JSON.stringify(content, null, 2)}\n`);
}

async function keptKeys(): Promise<WorldKeys> {
  const file = new URL('keys.json', FOLDER);
  if (!existsSync(file)) return makeWorldKeys();
  const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { keys: Record<keyof WorldKeys, object> };
  const texts = Object.entries(keys).map(([name, jwk]) => [name, JSON.stringify(jwk)]);
  return Object.fromEntries(texts) as WorldKeys;
}

/** Weak moduli take a while to make and never change. */
async function keptKeyCases(keys: WorldKeys): Promise<readonly KeyCase[]> {
  const file = new URL('public-keys.json', FOLDER);
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { cases: KeyCase[] }).cases;
  const sizes = await Promise.all(
    ([2048, 3072, 4096] as const).map(async (bits) => ({ bits, n: (await generateIdentityKey(bits)).publicJwk.n })),
  );
  return makeKeyCases(keys, sizes);
}

async function signedFixtures(world: World): Promise<void> {
  const bundle = bundlePayload(world);
  const proof = proofPayload(world);
  const refusedBundles = bundleChanges(world).map(async (change) => ({
    name: change.name,
    bundle: await forgeSigned(world, 'bundle', bundle, change),
  }));
  const refusedProofs = proofChanges(world).map(async (change) => ({
    name: change.name,
    proof: await forgeSigned(world, 'pull', proof, change),
  }));
  write('bundles.json', {
    pinned: world.platform.thumbprint,
    now: ISSUED + 1000,
    accepted: { bundle: await forgeSigned(world, 'bundle', bundle, { name: '' }), payload: bundle },
    refused: await Promise.all(refusedBundles),
  });
  write('proofs.json', {
    expected: { typ: 'dq0-pull', origin: ORIGIN, nonce: NONCE, now: ISSUED + 1000 },
    accepted: { proof: await forgeSigned(world, 'pull', proof, { name: '' }), payload: proof },
    refused: await Promise.all(refusedProofs),
  });
}

mkdirSync(FOLDER, { recursive: true });
const keys = await keptKeys();
const world = await readWorld(keys);
write('keys.json', {
  note: 'Private keys made for these fixtures and published on purpose. They protect nothing.',
  keys: Object.fromEntries(Object.entries(keys).map(([name, text]) => [name, JSON.parse(text as string) as object])),
  fingerprints: Object.fromEntries(
    Object.values(world).map(({ thumbprint }: { thumbprint: string }) => [thumbprint, fingerprintGroups(thumbprint)]),
  ),
});
write('accepted.json', { requestDigest: REQUEST_DIGEST, cases: await makeAcceptedMessages(world) });
write('refused.json', { cases: await makeRefusedMessages(world) });
write('first-messages.json', {
  recipient: 'platform',
  keys: ['platformEncryption'],
  cases: await makeFirstMessages(world),
});
write('public-keys.json', { cases: await keptKeyCases(keys) });
write('json-texts.json', jsonTexts);
write('base64url-texts.json', base64urlTexts);
write('canonical-json.json', { cases: canonicalTexts });
await signedFixtures(world);

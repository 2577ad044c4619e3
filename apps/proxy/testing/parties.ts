import {
  generateEncryptionKey,
  generateIdentityKey,
  importEncryptionPublic,
  newMessageId,
  sealMessage,
  sha256Hex,
  signBundle,
  signProof,
  type EncryptionPublicKey,
  type IdentityKey,
} from '@dq0/encryption';

const hour = 3_600_000;

export interface TestPlatform {
  readonly identity: IdentityKey;
  readonly encryption: EncryptionPublicKey;
}

/** A platform and its devices as the proxy meets them: real keys, real seals. */
export async function makePlatform(): Promise<TestPlatform> {
  const { publicJwk } = await generateEncryptionKey();
  return { identity: await generateIdentityKey(), encryption: await importEncryptionPublic(publicJwk) };
}

export function makeBundle({ identity, encryption }: TestPlatform, number: number, now = Date.now()): Promise<string> {
  return signBundle(
    {
      number,
      issuedAt: new Date(now),
      expiresAt: new Date(now + 24 * hour),
      keys: [encryption.publicJwk],
      identity: identity.publicJwk,
      proxies: ['http://proxy.test'],
      protocolVersions: ['1'],
      auditHead: null,
    },
    identity,
  );
}

export interface RequestOptions {
  readonly id?: string;
  readonly issuedAt?: number;
  readonly expiresAt?: number;
  readonly body?: unknown;
  /** Thumbprint it is sealed to, when that is not the platform's. */
  readonly to?: string;
}

export async function sealRequest(
  device: IdentityKey,
  platform: TestPlatform,
  options: RequestOptions = {},
): Promise<{ id: string; envelope: string }> {
  const id = options.id ?? newMessageId();
  const issuedAt = options.issuedAt ?? Date.now();
  const envelope = await sealMessage({
    type: 'request',
    sender: device,
    recipient: { identity: options.to ?? platform.identity.thumbprint, encryption: platform.encryption },
    id,
    number: 1,
    issuedAt: new Date(issuedAt),
    expiresAt: new Date(options.expiresAt ?? issuedAt + hour),
    body: options.body ?? { question: 'sealed' },
  });
  return { id, envelope };
}

/** A reply of the platform; `expiresAt` in milliseconds since 1970. */
export async function sealReply(
  platform: TestPlatform,
  recipient: IdentityKey,
  request: { id: string; envelope: string },
  expiresAt = Date.now() + hour,
): Promise<{ recipient: string; id: string; envelope: string }> {
  const envelope = await sealMessage({
    type: 'reply',
    sender: platform.identity,
    recipient: { identity: recipient.thumbprint, encryption: platform.encryption },
    id: newMessageId(),
    number: 1,
    issuedAt: new Date(Math.min(Date.now(), expiresAt - hour)),
    expiresAt: new Date(expiresAt),
    inReplyTo: await sha256Hex(request.envelope),
    body: { answer: 'sealed' },
  });
  return { recipient: recipient.thumbprint, id: request.id, envelope };
}

export interface ProofOptions {
  readonly origin: string;
  readonly nonce: string;
  readonly cursor?: number | undefined;
  readonly issuedAt?: number;
}

export function prove(
  typ: 'dq0-pull' | 'dq0-subscribe',
  identity: IdentityKey,
  options: ProofOptions,
): Promise<string> {
  const { origin, nonce, cursor, issuedAt = Date.now() } = options;
  return signProof({ typ, identity, origin, nonce, cursor, issuedAt: new Date(issuedAt) });
}

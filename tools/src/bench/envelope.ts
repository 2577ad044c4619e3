import {
  generateEncryptionKey,
  generateIdentityKey,
  importEncryptionPublic,
  importIdentityPublic,
  newMessageId,
  openMessage,
  sealMessage,
  verifyOuter,
} from '@dq0/encryption';
import { type BenchReport, rounded, timeEach } from './figures.ts';

const COUNT = 2000;

/** Messages a second that two cores seal, verify and open, 4 KiB each. */
export async function benchEnvelope(): Promise<BenchReport> {
  const [sender, platform, encryption] = await Promise.all([
    generateIdentityKey(),
    generateIdentityKey(),
    generateEncryptionKey(),
  ]);
  const recipient = { identity: platform.thumbprint, encryption: await importEncryptionPublic(encryption.publicJwk) };
  const senderPublic = await importIdentityPublic(sender.publicJwk);
  const body = { text: 'x'.repeat(2800) };
  const now = Date.now();
  const envelopes: string[] = [];
  const perSecond = async (work: (at: number) => Promise<void>): Promise<number> => {
    const begin = performance.now();
    await timeEach(COUNT, 32, work);
    return rounded((COUNT / (performance.now() - begin)) * 1000);
  };
  const seal = await perSecond(async (at) => {
    envelopes[at] = await sealMessage({
      type: 'request',
      sender,
      recipient,
      id: newMessageId(),
      number: at + 1,
      issuedAt: new Date(now),
      expiresAt: new Date(now + 600_000),
      body,
    });
  });
  const verify = await perSecond(async (at) => void (await verifyOuter(envelopes[at] ?? '', senderPublic)));
  const expectation = {
    type: 'request',
    sender: senderPublic,
    recipientIdentity: platform.thumbprint,
    keys: [encryption],
  } as const;
  const open = await perSecond(async (at) => void (await openMessage(envelopes[at] ?? '', expectation)));
  return {
    figures: [
      { name: 'seal', value: seal, unit: 'messages/s' },
      { name: 'verify the outer signature', value: verify, unit: 'messages/s' },
      { name: 'verify and open', value: open, unit: 'messages/s' },
      { name: 'size of a sealed 2.8 KB body', value: envelopes[0]?.length ?? 0, unit: 'bytes' },
    ],
  };
}

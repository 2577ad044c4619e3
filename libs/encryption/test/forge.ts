import type { EncryptionKey, IdentityKey } from '../src/index.ts';
import { baseReply, baseRequest, type Members } from './base-message.ts';
import { forgeJwe, type Sealing } from './forge-jwe.ts';
import { forgeJws, type SignatureAlgorithm } from './forge-jws.ts';
import type { World } from './world.ts';

type Edit<T> = (value: T) => T;

/** One way in which a message may differ from a valid one; members set to undefined are left out. */
export interface Change {
  readonly type?: 'request' | 'reply';
  readonly outer?: Members;
  readonly outerText?: Edit<string>;
  readonly outerBytes?: Edit<Uint8Array>;
  readonly inner?: Members;
  readonly innerText?: Edit<string>;
  readonly content?: Members;
  readonly contentText?: Edit<string>;
  readonly plaintext?: Edit<Uint8Array>;
  readonly jwe?: Edit<string>;
  readonly envelope?: Edit<string>;
  readonly sealing?: Sealing;
  readonly signatureAlgorithm?: SignatureAlgorithm;
  readonly signer?: IdentityKey;
}

function same<T>(value: T): T {
  return value;
}

function jsonText(members: Members, changed: Members = {}): string {
  return JSON.stringify({ ...members, ...changed });
}

/** Blanks up to the next size class that these messages need. */
export function pad(bytes: Uint8Array, size = bytes.length <= 1024 ? 1024 : 4096): Uint8Array {
  const padded = new Uint8Array(Math.max(size, bytes.length)).fill(0x20);
  padded.set(bytes);
  return padded;
}

/** A message that is valid but for the change, signed and sealed as if it were. */
export async function forge(world: World, change: Change = {}): Promise<string> {
  const reply = change.type === 'reply';
  const base = reply ? baseReply(world) : baseRequest(world);
  const recipient: EncryptionKey = reply ? world.deviceEncryption : world.platformEncryption;
  const signer = change.signer ?? (reply ? world.platform : world.device);

  const text = (change.contentText ?? same)(jsonText(base.content, change.content));
  const plaintext = (change.plaintext ?? pad)(Buffer.from(text));
  const innerText = (change.innerText ?? same)(jsonText(base.inner, change.inner));
  const sealed = await forgeJwe(Buffer.from(innerText), plaintext, recipient, change.sealing ?? {});
  const jwe = (change.jwe ?? same)(sealed);

  const outerText = (change.outerText ?? same)(jsonText(base.outer, change.outer));
  const outerBytes = (change.outerBytes ?? same<Uint8Array>)(Buffer.from(outerText));
  const jws = await forgeJws(outerBytes, Buffer.from(jwe), signer, change.signatureAlgorithm);
  return (change.envelope ?? same)(jws);
}

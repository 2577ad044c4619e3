import { canonicalJson } from '../digest/canonical-json.ts';
import { paddedSize } from '../verify/padding.ts';
import type { MessageType, OuterHeader } from '../verify/outer-header.ts';
import { readStrictJsonBytes, type JsonValue } from '../verify/strict-json.ts';

const BLANK = 0x20;
const CLOSING_BRACE = 0x7d;

/** Who says what to whom, repeated inside the ciphertext. */
export interface Addressing {
  readonly type: MessageType;
  readonly sender: string;
  readonly recipient: string;
  readonly id: string;
  readonly inReplyTo?: string | undefined;
}

/** The plaintext of a message: canonical JSON, then blanks up to the size class. @throws TypeError */
export function writeSealedContent({ type, sender, recipient, id, inReplyTo }: Addressing, body: unknown): Uint8Array {
  const text = canonicalJson({ type, sender, recipient, id, re: inReplyTo, body });
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(paddedSize(bytes.length)).fill(BLANK);
  padded.set(bytes);
  return padded;
}

/**
 * The body of a plaintext that repeats this header; undefined for anything else: other members, other values, other
 * padding than the smallest size class needs.
 */
export function readSealedContent(padded: Uint8Array, outer: OuterHeader): { readonly body: JsonValue } | undefined {
  const end = padded.findLastIndex((byte) => byte !== BLANK) + 1;
  if (paddedSize(end) !== padded.length || padded[end - 1] !== CLOSING_BRACE) return undefined;
  let content: JsonValue;
  try {
    content = readStrictJsonBytes(padded.subarray(0, end));
  } catch {
    return undefined;
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return undefined;
  const { body, ...repeated } = content;
  const expected = { type: outer.type, sender: outer.kid, recipient: outer.to, id: outer.id, re: outer.inReplyTo };
  if (body === undefined || canonicalJson(repeated) !== canonicalJson(expected)) return undefined;
  return { body };
}

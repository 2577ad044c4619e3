import { readAuditHead } from '@dq0/encryption';
import { ExportedHead } from '@dq0/protocol';
import { z } from 'zod';
import { ChainVerifier, type AuditHead, type ChainBreak } from './verify-chain.ts';

/** The last line of an export: without it nobody could see that rows were cut off at the end, or blotted out. */
const Trailer = z.strictObject({ head: ExportedHead, withheld: z.int().nonnegative() });

export interface VerifiedFile {
  readonly rows: number;
  /** Rows about others, of which the reader was given the link alone. */
  readonly withheld: number;
  readonly head: AuditHead;
  /** By whom the head was signed, and when: the record may have gone on since. */
  readonly signed: Signed | undefined;
  readonly broken: ChainBreak | undefined;
}

export interface Signed {
  /** RFC 7638 thumbprint of the platform's identity key. */
  readonly thumbprint: string;
  readonly at: Date;
}

const NOT_SIGNED = 'no platform signed that the record ends at the last row of the file: rows after it may be cut off';

/** Verifies the text of an export without any network; whether `signed` names the right platform is the caller's to say. */
export async function verifyAuditText(text: string): Promise<VerifiedFile> {
  const chain = new ChainVerifier();
  const end = (broken: ChainBreak | undefined, signed?: Signed): VerifiedFile => {
    const { rows, withheld, head } = chain;
    return { rows, withheld, head, signed, broken };
  };
  const lines = text.replace(/\n$/, '').split('\n');
  for (const [index, line] of lines.entries()) {
    const value = parseLine(line);
    const trailer = Trailer.safeParse(value);
    if (!trailer.success) {
      if (index === lines.length - 1 && line === '') break;
      const broken = await chain.add(value);
      if (broken) return end(broken);
      continue;
    }
    const { head, withheld } = trailer.data;
    const { number, hash } = head;
    const complete = number === chain.head.number && hash === chain.head.hash && index === lines.length - 1;
    if (!complete) return end({ row: null, reason: `the file ends with another head than row ${number} has` });
    if (withheld !== chain.withheld) return end({ row: null, reason: 'rows were blotted out' });
    const signed = await readAuditHead(head.signed).catch(() => undefined);
    if (signed?.number !== number || signed.hash !== hash) return end({ row: null, reason: NOT_SIGNED });
    return end(undefined, { thumbprint: signed.thumbprint, at: signed.at });
  }
  return end({ row: null, reason: 'the line with the head is missing: the end of the file was cut off' });
}

/** A line as an export writes it: other blanks, or a name twice, would show a reader something else than is verified. */
function parseLine(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return JSON.stringify(value) === line ? value : undefined;
  } catch {
    return undefined;
  }
}

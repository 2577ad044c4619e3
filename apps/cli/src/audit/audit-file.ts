import { z } from 'zod';
import type { AuditRow } from '@dq0/protocol';
import { ChainVerifier, type AuditHead, type ChainBreak } from './verify-chain.ts';

/** The last line of an export: without it nobody could see that rows were cut off at the end. */
const Trailer = z.strictObject({ head: z.strictObject({ number: z.int().nonnegative(), hash: z.string() }) });

export interface VerifiedFile {
  readonly rows: number;
  readonly head: AuditHead;
  readonly broken: ChainBreak | undefined;
}

/** One row a line, then one line with the head (newline-delimited JSON). */
export function auditLines(rows: readonly AuditRow[], head: AuditHead): string {
  return [...rows, { head }].map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** Verifies the text of an export without any network or key. */
export async function verifyAuditText(text: string): Promise<VerifiedFile> {
  const chain = new ChainVerifier();
  const end = (broken: ChainBreak | undefined): VerifiedFile => ({ rows: chain.rows, head: chain.head, broken });
  const lines = text.split('\n').filter((line) => line !== '');
  for (const [index, line] of lines.entries()) {
    const value = parseLine(line);
    const trailer = Trailer.safeParse(value);
    if (!trailer.success) {
      const broken = await chain.add(value);
      if (broken) return end(broken);
      continue;
    }
    const { number, hash } = trailer.data.head;
    const complete = number === chain.head.number && hash === chain.head.hash && index === lines.length - 1;
    return end(complete ? undefined : { row: null, reason: `the file ends with another head than row ${number} has` });
  }
  return end({ row: null, reason: 'the line with the head is missing: the end of the file was cut off' });
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

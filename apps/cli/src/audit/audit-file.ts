import { z } from 'zod';
import { ChainVerifier, type AuditHead, type ChainBreak } from './verify-chain.ts';

/** The last line of an export: without it nobody could see that rows were cut off at the end, or blotted out. */
const Trailer = z.strictObject({
  head: z.strictObject({ number: z.int().nonnegative(), hash: z.string() }),
  withheld: z.int().nonnegative().default(0),
});

export interface VerifiedFile {
  readonly rows: number;
  /** Rows about others, of which the reader was given the link alone. */
  readonly withheld: number;
  readonly head: AuditHead;
  readonly broken: ChainBreak | undefined;
}

/** Verifies the text of an export without any network or key. */
export async function verifyAuditText(text: string): Promise<VerifiedFile> {
  const chain = new ChainVerifier();
  const end = (broken: ChainBreak | undefined): VerifiedFile => {
    const { rows, withheld, head } = chain;
    return { rows, withheld, head, broken };
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
    return end(withheld === chain.withheld ? undefined : { row: null, reason: 'rows were blotted out' });
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

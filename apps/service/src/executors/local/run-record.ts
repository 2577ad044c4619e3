import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { Sha256 } from '@dq0/protocol';
import { z } from 'zod';
import type { RunEntry } from '../executor.ts';

const Entry = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('assigned') }),
  z.strictObject({ type: z.literal('progress'), value: z.number().min(0).max(1), phase: z.string() }),
  z.strictObject({
    type: z.literal('finished'),
    artifacts: z.array(z.strictObject({ path: z.string(), sha256: Sha256, bytes: z.int().nonnegative() })),
    noise: z.array(z.strictObject({ kind: z.string(), scale: z.string(), values: z.int().nonnegative() })),
  }),
  z.strictObject({ type: z.literal('failed'), reason: z.string() }),
]);

/** Whole lines of a record behind `offset`; a line still being written is left for the next time. */
export function readRecord(file: string, offset: number): { entries: RunEntry[]; offset: number } {
  if (!existsSync(file)) return { entries: [], offset };
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - offset));
    const read = readSync(descriptor, bytes, 0, bytes.length, offset);
    const end = bytes.subarray(0, read).lastIndexOf(0x0a) + 1;
    const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
    return { entries: lines.map((line) => Entry.parse(JSON.parse(line))), offset: offset + end };
  } finally {
    closeSync(descriptor);
  }
}

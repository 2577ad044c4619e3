import type { ExportedRow } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { allRows } from './all-rows.ts';

const link = (number: number): ExportedRow => ({ number, previous: `p${number}`, hash: `h${number}` });

describe('the record', () => {
  it.each([0, 1, 4, 5, 6, 10])('has all of %i rows, page by page', async (length) => {
    const record = Array.from({ length }, (_, at) => link(at + 1));
    const rows = await allRows((after, limit) => Promise.resolve(record.slice(after, after + limit)), 5);
    expect(rows).toEqual(record);
  });
});

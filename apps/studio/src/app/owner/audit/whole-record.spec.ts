import type { ExportedRow } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { wholeRecord } from './whole-record.ts';

const link = (number: number): ExportedRow => ({ number, previous: `p${number}`, hash: `h${number}` });

describe('the record', () => {
  it.each([0, 1, 4, 5, 6, 10, 13])(
    'has all of %i rows, page by page, and none that is written meanwhile',
    async (length) => {
      const record = Array.from({ length }, (_, at) => link(at + 1));
      const written = [...record];
      const found = await wholeRecord((after, limit) => {
        const last = written.at(-1);
        const head = { number: last?.number ?? 0, hash: last?.hash ?? '', signed: `s${last?.number ?? 0}` };
        const rows = written.slice(after, after + limit);
        written.push(link(written.length + 1));
        return Promise.resolve({ rows, head });
      }, 5);
      expect(found.rows).toEqual(record);
      expect(found.head).toMatchObject({ number: length, signed: `s${length}` });
    },
  );

  it('goes on where a page is shorter than it was asked for', async () => {
    const record = [1, 2, 3, 4, 5].map(link);
    const head = { number: 5, hash: 'h5', signed: 's5' };
    const short = (after: number) => Promise.resolve({ rows: record.slice(after, after + 2), head });
    expect((await wholeRecord(short)).rows).toEqual(record);
  });
});

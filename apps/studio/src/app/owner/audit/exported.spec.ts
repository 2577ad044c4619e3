import type { ExportedRow } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { allRows, exportedFile } from './exported.ts';

const link = (number: number): ExportedRow => ({ number, previous: `p${number}`, hash: `h${number}` });

describe('the record as a file', () => {
  it('ends with its head and the number of links', () => {
    const lines = exportedFile([link(1), link(2)])
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      link(1),
      link(2),
      { head: { number: 2, hash: 'h2' }, withheld: 2 },
    ]);
    expect(exportedFile([])).toBe(`{"head":{"number":0,"hash":"${'0'.repeat(64)}"},"withheld":0}\n`);
  });

  it.each([0, 1, 4, 5, 6, 10])('has all of %i rows, page by page', async (length) => {
    const record = Array.from({ length }, (_, at) => link(at + 1));
    const rows = await allRows((after, limit) => Promise.resolve(record.slice(after, after + limit)), 5);
    expect(rows).toEqual(record);
  });
});

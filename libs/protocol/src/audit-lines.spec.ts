import { describe, expect, it } from 'vitest';
import { auditLines } from './audit-lines.ts';
import type { ExportedRow } from './operations/audit/audit-row.ts';

const link = (number: number): ExportedRow => ({ number, previous: `p${number}`, hash: `h${number}` });
const START = { number: 0, hash: '0'.repeat(64), signed: 's0' };

describe('the record as a file', () => {
  it('ends with its head and the number of links', () => {
    const lines = auditLines([link(1), link(2)], { number: 2, hash: 'h2', signed: 's2' })
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      link(1),
      link(2),
      { head: { number: 2, hash: 'h2', signed: 's2' }, withheld: 2 },
    ]);
    expect(auditLines([], START)).toBe(`{"head":{"number":0,"hash":"${'0'.repeat(64)}","signed":"s0"},"withheld":0}\n`);
  });
});

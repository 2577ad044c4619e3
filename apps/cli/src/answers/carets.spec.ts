import { describe, expect, it } from 'vitest';
import { markPosition } from './carets.ts';

describe('the offending word', () => {
  it('is marked under its place', () => {
    expect(markPosition('SELECT * FROM adult', [7, 8])).toBe('  SELECT * FROM adult\n         ^');
  });

  it('is marked on its own line of several', () => {
    expect(markPosition('SELECT age,\n  MIN(age)\nFROM adult', [14, 22])).toBe('    MIN(age)\n    ^^^^^^^^');
  });

  it('stays under its place behind tabs, wide letters and surrogate pairs', () => {
    const sql = "SELECT '東京🙂',\tMIN(a)";
    const from = sql.indexOf('MIN');
    const [line = '', carets = ''] = markPosition(sql, [from, from + 6]).split('\n');
    expect(line).toBe("  SELECT '東京🙂', MIN(a)");
    // Each of the three wide characters takes two columns, so the carets stand three columns further right.
    expect(carets).toBe(`${' '.repeat(line.indexOf('MIN') - 1 + 3)}^^^^^^`);
  });

  it('is shown with a bounded piece of a long line', () => {
    const marked = markPosition(`${'a, '.repeat(5000)}MIN(x)${', b'.repeat(5000)}`, [15_000, 15_006]);
    expect(marked.split('\n')[0]?.length).toBeLessThan(200);
    expect(marked).toContain('MIN(x)');
  });

  it('is a single mark where the position lies outside the text', () => {
    expect(markPosition('SELECT', [50, 60])).toBe('  SELECT\n        ^');
    expect(markPosition('', [0, 0])).toBe('  \n  ^');
  });
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors/usage-error.ts';
import { readPositive, readQuestion } from './read-question.ts';

describe('epsilon', () => {
  it.each(['0.5', '1', '1e-3', '.5', '2.', ' 0.25 '])('%j is a number above 0', (text) => {
    expect(readPositive('epsilon', text)).toBe(Number(text));
  });

  it.each(['0', '-1', '-0.5', 'NaN', 'Infinity', '1e999', '0x10', '1,5', 'a lot', '', '1e-999'])(
    '%j is a usage error',
    (text) => {
      expect(() => readPositive('epsilon', text)).toThrow(UsageError);
    },
  );

  it('may be missing', () => {
    expect(readPositive('epsilon', undefined)).toBeUndefined();
  });
});

describe('a question', () => {
  it('is taken as it stands', async () => {
    expect(await readQuestion('SELECT 1')).toBe('SELECT 1');
  });

  it('comes from a file after @', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'dq0-question-')), 'q.sql');
    writeFileSync(file, 'SELECT COUNT(*)\nFROM adult');
    expect(await readQuestion(`@${file}`)).toBe('SELECT COUNT(*)\nFROM adult');
  });

  it('is a usage error when the file cannot be read', async () => {
    await expect(readQuestion('@/nowhere/at/all')).rejects.toThrow(UsageError);
  });
});

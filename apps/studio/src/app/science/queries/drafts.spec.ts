import { describe, expect, it } from 'vitest';
import { declared, sameText, titleOf } from './drafts.ts';

describe('drafts', () => {
  it.each([
    ['SELECT sex, COUNT(*) FROM adult GROUP BY sex ORDER BY 2', 'by sex'],
    ['SELECT a,\n b, COUNT(*) FROM t\nGROUP BY a,\n b', 'by a, b'],
    ['SELECT COUNT(*) AS n FROM adult WHERE age > 30', 'COUNT(*) AS n FROM adult …'],
    ['  ', 'new question'],
  ])('%j is called %s', (sql, title) => {
    expect(titleOf(sql)).toBe(title);
  });

  it('declare the purpose as it is written, and nothing where none is', () => {
    expect(declared({ purpose: ' Labour Study', project: 'ada@example.org/wages' })).toEqual({
      purpose: 'labour-study',
      project: 'ada@example.org/wages',
    });
    expect(declared({ purpose: ' ', project: '' })).toEqual({});
  });

  it('takes texts for the same that differ in spaces and a last semicolon', () => {
    expect(sameText('SELECT 1\n FROM t ;', ' SELECT 1 FROM t')).toBe(true);
    expect(sameText('SELECT 1 FROM t', 'SELECT 2 FROM t')).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { renderFacts, renderTable } from './table.ts';

describe('a table', () => {
  it('aligns by what the terminal shows, wide letters counted twice', () => {
    const table = renderTable(
      [{ title: 'city' }, { title: 'n', align: 'right' }],
      [
        ['東京', '5'],
        ['Rom', '1,000'],
      ],
    );
    expect(table.split('\n')).toEqual(['city      n', '東京      5', 'Rom   1,000']);
  });

  it('cuts long cells and shows control characters', () => {
    const table = renderTable([{ title: 'q' }], [['x'.repeat(30)], ['a\u001b[2J']], 10);
    expect(table.split('\n')).toEqual(['q', 'xxxxxxxxx…', 'a\\u001b[2J']);
  });

  it('shows one thing as lines of facts', () => {
    expect(
      renderFacts([
        ['user', 'ada'],
        ['roles', ''],
      ]),
    ).toBe('user   ada\nroles');
  });
});

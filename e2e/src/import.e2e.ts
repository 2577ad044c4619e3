import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { QueryAnswer } from '@dq0/protocol';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));

const METADATA = `"":
  shop:
    orders:
      row_privacy: True
      rows: 300
      customer: { type: int, lower: 0, upper: 1000 }
      price: { type: float, lower: 0, upper: 50 }
      kind: { type: string }
`;

/** 200 customers with one order each. */
const ORDERS = ['customer,price,kind']
  .concat(Array.from({ length: 200 }, (_, at) => `${at},${(at % 40) + 0.5},${at < 120 ? 'book' : 'toy'}`))
  .join('\n');

describe('metadata of another system', () => {
  it('become a data set that answers rightly, and comes back as the same definition', async () => {
    const source = quarantine.file('orders-smartnoise.yaml', METADATA);
    copyFileSync(quarantine.file('orders.csv', ORDERS), path.join(quarantine.home, 'data', 'orders.csv'));
    const bare = await quarantine.json('owner', ['data', 'import', source]);
    expect(bare).toMatchObject({ exit: 1, value: { format: 'smartnoise', valid: false } });

    const out = quarantine.file('orders.yaml', '');
    const decided = [
      '--name',
      'orders',
      '--path',
      'orders.csv',
      '--account',
      'orders',
      '--epsilon',
      '200',
      '--delta',
      '1e-6',
    ];
    const complete = await quarantine.json('owner', ['data', 'import', source, ...decided, '--out', out]);
    expect(complete, JSON.stringify(complete.value)).toMatchObject({ exit: 0, value: { valid: true } });

    const added = await quarantine.json('owner', ['data', 'add', out, '--grant', 'data-scientist']);
    expect(added.exit, JSON.stringify(added.value)).toBe(0);
    const sql = 'SELECT COUNT(*) AS n, COUNT(price) AS prices FROM orders';
    const asked = await quarantine.json('scientist', ['query', 'run', sql, '--dataset', 'orders', '--epsilon', '60']);
    expect(asked.exit, JSON.stringify(asked.value)).toBe(0);
    const [row] = QueryAnswer.parse(asked.value).rows;
    for (const cell of row ?? []) expect(Math.abs(Number(cell) - 200)).toBeLessThan(10);
    expect(row).toHaveLength(2);
  });

  it('are exported to their owner alone, and publish again under another name', async () => {
    const out = quarantine.file('orders-out.yaml', '');
    expect((await quarantine.json('owner', ['data', 'export', 'orders', '--out', out])).exit).toBe(0);
    const again = quarantine.file(
      'orders-again.yaml',
      readFileSync(out, 'utf8').replace('name: orders', 'name: again'),
    );
    expect((await quarantine.json('owner', ['data', 'add', again])).exit).toBe(0);
    const [first, second] = await Promise.all(
      ['orders', 'again'].map(async (name) => {
        const { value } = await quarantine.json('owner', ['data', 'export', name]);
        return { ...(value as { definition: object }).definition, name: 'either' };
      }),
    );
    expect(second).toEqual(first);
    const errors = await Promise.all(
      ['orders', 'nothing'].map(async (name) => {
        const { exit, value } = await quarantine.json('scientist', ['data', 'export', name]);
        return { exit, error: { ...(value as { error: object }).error, auditId: '' } };
      }),
    );
    expect(errors[0]?.exit).toBe(3);
    expect(errors[1]).toEqual(errors[0]);
  });
});

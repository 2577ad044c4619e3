import { describe, expect, it } from 'vitest';
import { MemoryBudget } from './memory-budget.ts';

describe('MemoryBudget', () => {
  it('holds no more than its limit over all addresses', () => {
    const budget = new MemoryBudget(1000);
    expect(['a', 'b', 'c', 'd', 'e'].map((address) => budget.take(address, 250))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    budget.give('a', 250);
    expect(budget.take('e', 250)).toBe(true);
  });

  it('leaves three quarters to others, whatever one address sends', () => {
    const budget = new MemoryBudget(1000);
    expect(budget.take('a', 251)).toBe(false);
    expect(budget.take('a', 200)).toBe(true);
    expect(budget.take('a', 60)).toBe(false);
    expect(budget.held).toBe(200);
  });
});

import { describe, expect, it } from 'vitest';
import { teethOf, WIDTH } from './teeth.ts';

describe('the teeth of the lens', () => {
  it('are as many as fit: none is begun at the end of the account', () => {
    expect(teethOf(0.19, 0.738, 0.3)).toHaveLength(1);
    expect(teethOf(0.1, 0.7, 0.3)).toHaveLength(3);
    expect(teethOf(0.13, 0.738, 0.3)).toHaveLength(2);
  });

  it('go on beyond the lens where the account does', () => {
    expect(teethOf(0.19, 0, 0.3)).toHaveLength(2);
    expect(teethOf(0.74, 0, 0.3)).toHaveLength(1);
  });

  it('are never so many that they are a grey field, and none where nothing is used', () => {
    expect(teethOf(1e-6, 0.2, 0.06)).toHaveLength(120);
    expect(teethOf(0, 0.2, 0.06)).toEqual([]);
    expect(teethOf(0.02, 0.2, 0.06).at(-1)?.x).toBeLessThan(WIDTH);
  });
});

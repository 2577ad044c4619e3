import { describe, expect, it } from 'vitest';
import { forbiddenEdges } from './forbidden-edges.ts';

describe('the project graph', () => {
  it.each([
    ['@dq0/proxy', '@dq0/jobs'],
    ['@dq0/proxy', '@dq0/client'],
    ['@dq0/platform', '@dq0/service'],
    ['@dq0/accounting', '@dq0/node'],
    ['@dq0/studio', '@dq0/encryption'],
    ['@dq0/tools', '@dq0/platform'],
  ])('may not lead from %s to %s', (source, target) => {
    expect(forbiddenEdges({ [source]: [target] })).toEqual([`${source} -> ${target}`]);
  });

  it('may lead from an app to a library', () => {
    expect(forbiddenEdges({ '@dq0/proxy': ['@dq0/protocol', '@dq0/encryption', '@dq0/node'] })).toEqual([]);
  });

  it('may hold no project that nobody decided about', () => {
    expect(forbiddenEdges({ '@dq0/new': [] })).toHaveLength(1);
  });
});

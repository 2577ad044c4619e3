import { describe, expect, it } from 'vitest';
import { demoConfig } from '../demo/config/demo-config.ts';
import { NOT_IN_COMMANDS, NOT_IN_STUDIO } from './elsewhere.ts';
import { gaps } from './gaps.ts';
import { surfaces } from './surfaces.ts';

const found = surfaces(demoConfig().checkout);

describe('the census of surfaces', () => {
  it('finds every operation in the command line, in REST, and where people need it in Studi0', () => {
    expect(gaps(found)).toEqual([]);
  });

  it('keeps no excuse for an operation that has its place, or that there is not', () => {
    const without = found.filter(({ pages }) => pages.length === 0).map(({ operation }) => operation);
    expect(Object.keys(NOT_IN_STUDIO).filter((operation) => !without.includes(operation))).toEqual([]);
    const unsaid = found.filter(({ commands }) => commands.length === 0).map(({ operation }) => operation);
    expect(Object.keys(NOT_IN_COMMANDS).filter((operation) => !unsaid.includes(operation))).toEqual([]);
  });

  it.each(['query.plan', 'user.login', 'policy.set'])('sees that %s is missing (control)', (operation) => {
    const bare = found.map((one) => (one.operation === operation ? { ...one, commands: [], pages: [] } : one));
    expect(gaps(bare)).toEqual([`${operation} has no command`, `${operation} has no page in Studi0`]);
  });

  it('reads commands and pages off the sources', () => {
    const byName = new Map(found.map((one) => [one.operation, one]));
    expect(byName.get('query.plan')).toEqual({
      operation: 'query.plan',
      rest: 'POST /v1/queries/plan',
      commands: ['query plan'],
      pages: ['/sci/queries', '/sci/queries/:tab'],
    });
    expect(byName.get('user.login')?.pages).toEqual(['/login']);
  });
});

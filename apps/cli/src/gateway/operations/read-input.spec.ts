import { cancelQuery, listQueries, resultQuery, runQuery, setQuota } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { readInput } from './read-input.ts';

const JOB = '0198c0de-0000-4000-8000-000000000001';
const given = (change: object) => ({ params: {}, query: {}, body: undefined, ...change });
const fields = (read: () => unknown): string[] => {
  try {
    read();
    return [];
  } catch (error) {
    return (error as { details: { path: string }[] }).details.map(({ path }) => path);
  }
};

describe('the input of an operation', () => {
  it('comes from path and query, numbers read as numbers', () => {
    expect(readInput(resultQuery, given({ params: { job: JOB }, query: { waitSeconds: '1.5' } }))).toEqual({
      job: JOB,
      waitSeconds: 1.5,
    });
    expect(readInput(listQueries, given({}))).toEqual({ limit: 50 });
  });

  it.each(['', ' 5', '0x10', '5px', 'Infinity', 'NaN', '1e999', '-1', '201'])('takes no limit "%s"', (limit) => {
    expect(fields(() => readInput(listQueries, given({ query: { limit } })))).toEqual(['limit']);
  });

  it('comes from path and body together, and each member from one place', () => {
    const body = { group: 'data-scientist', share: 0.5 };
    const params = { name: 'us-1994' };
    expect(readInput(setQuota, given({ params, body }))).toEqual({ name: 'us-1994', ...body });
    expect(fields(() => readInput(setQuota, given({ params, body: { ...body, name: 'other' } })))).toEqual(['name']);
    expect(fields(() => readInput(setQuota, given({ params, body, query: { share: '1' } })))).toEqual(['share']);
    expect(readInput(cancelQuery, given({ params: { job: JOB } }))).toEqual({ job: JOB });
  });

  it.each([null, [], 'text', 5, true])('is an object, not %j', (body) => {
    expect(fields(() => readInput(runQuery, given({ body })))).not.toEqual([]);
  });

  it('has no members that the operation does not know, and takes no body where there is none', () => {
    expect(fields(() => readInput(listQueries, given({ query: { limit: '1', admin: 'true' } })))).toEqual(['']);
    expect(fields(() => readInput(listQueries, given({ query: { limit: ['1', '2'] } })))).toEqual(['limit']);
    expect(() => readInput(listQueries, given({ body: {} }))).toThrow('no body');
  });
});

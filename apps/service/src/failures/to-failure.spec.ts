import { describe, expect, it } from 'vitest';
import { ServiceFailure } from './failures.ts';
import { toFailure } from './to-failure.ts';

describe('any thrown value as a failure', () => {
  it.each([
    [Object.assign(new Error('full'), { code: 'SQLITE_FULL' }), 'STORE_FULL', 507],
    [Object.assign(new Error('full'), { code: 'ENOSPC' }), 'STORE_FULL', 507],
    [Object.assign(new Error('FST_ERR_CTP_BODY_TOO_LARGE'), { statusCode: 413 }), 'REQUEST_INVALID', 400],
    [Object.assign(new Error('Cannot GET /x'), { status: 404 }), 'ROUTE_UNKNOWN', 404],
    [new ServiceFailure('PLANNER_BUSY'), 'PLANNER_BUSY', 503],
    [new Error('row 17 holds 4711'), 'UNEXPECTED', 500],
    ['text', 'UNEXPECTED', 500],
  ])('%s becomes %s', (thrown, code, status) => {
    const failure = toFailure(thrown);
    expect([failure.code, failure.status]).toEqual([code, status]);
    expect(failure.message).not.toContain('4711');
  });
});

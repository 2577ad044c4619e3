import { describe, expect, it } from 'vitest';
import { EVENT_EXAMPLES, readEvents } from './read-events.ts';

const problemsOf = (value: unknown) => {
  const reading = readEvents(value);
  return reading.ok ? [] : reading.problems;
};
const nested = (depth: number): unknown => {
  let event: unknown = { kind: 'zcdp', rho: '1' };
  for (let level = 0; level < depth; level += 1) event = { kind: 'self_composed', count: 1, event };
  return [event];
};

describe('a list of events', () => {
  it('takes every kind, and its own examples', () => {
    expect(readEvents(Object.values(EVENT_EXAMPLES))).toMatchObject({ ok: true });
    expect(readEvents([])).toEqual({ ok: true, events: [] });
  });

  it('takes numbers for text, as the shortest text that reads back', () => {
    const reading = readEvents([
      {
        kind: 'composed',
        events: [
          { kind: 'discrete_laplace', scale: 20, l1: 1 },
          { kind: 'additive_delta', delta: 1e-9 },
        ],
      },
      { kind: 'poisson_gaussian', q: 256 / 60000, sigma: 1.3, steps: 3515 },
    ]);
    expect(reading).toEqual({
      ok: true,
      events: [
        {
          kind: 'composed',
          events: [
            { kind: 'discrete_laplace', scale: '20', l1: '1' },
            { kind: 'additive_delta', delta: '1e-9' },
          ],
        },
        { kind: 'poisson_gaussian', q: '0.004266666666666667', sigma: '1.3', steps: 3515 },
      ],
    });
  });

  it('names each wrong place with what is expected and an example of that kind', () => {
    const [rho, kind, count, sigma] = problemsOf([
      { kind: 'zcdp', rho: -1 },
      { kind: 'laplace' },
      { kind: 'self_composed', count: 2e9, event: { kind: 'gaussian', sigma: '0', sensitivity: 1 } },
    ]);
    expect(rho).toMatchObject({ path: '[0].rho', example: JSON.stringify(EVENT_EXAMPLES.zcdp) });
    expect(kind).toMatchObject({ path: '[1].kind', message: expect.stringContaining('discrete_gaussian') });
    expect(count?.path).toBe('[2].count');
    expect(sigma).toMatchObject({ path: '[2].event.sigma', example: JSON.stringify(EVENT_EXAMPLES.gaussian) });
  });

  it.each([
    ['no list', { kind: 'zcdp', rho: '1' }, 'a JSON list'],
    ['nothing', null, 'a JSON list'],
    ['too deep', nested(100_000), 'deeper'],
    ['too many', Array.from({ length: 10_001 }, () => ({ kind: 'zcdp', rho: '1' })), 'more than 10000'],
    [
      'too often',
      [
        {
          kind: 'self_composed',
          count: 1e9,
          event: { kind: 'self_composed', count: 1e9, event: { kind: 'poisson_gaussian', q: 1, sigma: 1, steps: 2 } },
        },
      ],
      'releases',
    ],
  ])('refuses %s at once', (_, value, message) => {
    expect(problemsOf(value)).toMatchObject([{ path: '', message: expect.stringContaining(message) }]);
  });

  it('takes what is just inside the limits', () => {
    expect(readEvents(nested(60)).ok).toBe(true);
    expect(readEvents(Array.from({ length: 10_000 }, () => ({ kind: 'zcdp', rho: '1' }))).ok).toBe(true);
  });
});

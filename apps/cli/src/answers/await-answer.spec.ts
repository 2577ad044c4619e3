import type { QueryAnswer } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { awaitAnswer } from './await-answer.ts';

const JOB = '0198c0de-0000-7000-8000-000000000001';
const at = (state: QueryAnswer['state']): QueryAnswer => ({ state, job: JOB }) as QueryAnswer;

function waiting(states: QueryAnswer['state'][], secondsEach: number, patience: number) {
  let now = 0;
  const waits: number[] = [];
  return {
    waits,
    options: {
      deadline: patience * 1000,
      clock: () => now,
      onState: () => undefined,
      ask: async (_job: string, waitSeconds: number) => {
        waits.push(waitSeconds);
        now += secondsEach * 1000;
        return at(states.shift() ?? 'running');
      },
    },
  };
}

describe('waiting for an answer', () => {
  it('asks until it is there', async () => {
    const { options, waits } = waiting(['running', 'checking', 'released'], 1, 60);
    expect((await awaitAnswer(at('queued'), options)).state).toBe('released');
    expect(waits).toEqual([20, 20, 20]);
  });

  it('asks nothing when it is there already, or when a person must decide', async () => {
    const { options, waits } = waiting([], 1, 60);
    expect((await awaitAnswer(at('refused'), options)).state).toBe('refused');
    expect((await awaitAnswer(at('in_review'), options)).state).toBe('in_review');
    expect(waits).toEqual([]);
  });

  it('ends in time with TIMED_OUT that names the job', async () => {
    const { options, waits } = waiting([], 10, 25);
    await expect(awaitAnswer(at('queued'), options)).rejects.toMatchObject({
      code: 'TIMED_OUT',
      remedy: expect.stringContaining(`dq0 query result ${JOB}`) as string,
    });
    expect(waits).toEqual([20, 15, 5]);
  });
});

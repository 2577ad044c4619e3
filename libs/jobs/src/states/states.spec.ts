import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideMove, type MoveDecision } from './decide-move.ts';
import {
  canMove,
  charged,
  isFinal,
  JOB_STATES,
  next,
  overdueAt,
  refundable,
  rowOf,
  visibleState,
  type JobState,
} from './job-state.ts';
import { renderStates } from './render-states.ts';
import { STATE_TABLE } from './state-table.ts';

const open = JOB_STATES.filter((state) => !isFinal(state));
const aState = fc.constantFrom(...JOB_STATES);

function reachable(from: JobState): Set<JobState> {
  const found = new Set<JobState>([from]);
  for (const state of found) for (const to of next(state)) found.add(to);
  return found;
}

/** Walks at random from `planned` until the job ends. */
const aWalk = fc.infiniteStream(fc.nat()).map((choices) => {
  const walk: JobState[] = ['planned'];
  for (let state: JobState = 'planned'; !isFinal(state);) {
    const edges = next(state);
    state = edges[(choices.next().value as number) % edges.length] ?? 'refused';
    walk.push(state);
  }
  return walk;
});

describe('the state table', () => {
  it('has exactly the states and edges of the design', () => {
    const edges = Object.fromEntries(JOB_STATES.map((state) => [state, next(state).join(' ')]));
    expect(edges).toEqual({
      planned: 'refused waiting_approval reserved',
      waiting_approval: 'reserved refused cancelled',
      reserved: 'queued cancelled',
      queued: 'opened cancelled',
      opened: 'running failed',
      running: 'checking failed',
      checking: 'released in_review failed',
      in_review: 'released withheld',
      refused: '',
      cancelled: '',
      released: '',
      withheld: '',
      failed: '',
    });
  });

  it.each(open)('gives %s a deadline, an owner, a recovery and an allowed way out when time is up', (state) => {
    const row = rowOf(state);
    expect(row.deadlineSeconds).toBeGreaterThan(0);
    expect(canMove(state, row.onDeadline)).toBe(true);
    expect(isFinal(row.onDeadline)).toBe(true);
    expect(overdueAt(state, 1000)).toBe(1000 + row.deadlineSeconds * 1000);
  });

  it('lets no job leave a final state, and every other reach one', () => {
    const finals = JOB_STATES.filter(isFinal);
    expect(finals.sort()).toEqual(['cancelled', 'failed', 'refused', 'released', 'withheld']);
    for (const state of finals) expect(overdueAt(state, 0)).toBeNull();
    for (const state of open) expect([...reachable(state)].some(isFinal)).toBe(true);
    expect([...reachable('planned')].sort()).toEqual([...JOB_STATES].sort());
  });

  it('refunds only before the data are opened, and charges for good from there', () => {
    fc.assert(
      fc.property(aWalk, (walk) => {
        const opened = walk.indexOf('opened');
        for (const [index, state] of walk.entries()) {
          expect(charged(state)).toBe(opened !== -1 && index >= opened);
          expect(refundable(state) && opened !== -1 && index >= opened).toBe(false);
        }
        if (walk.includes('reserved')) expect(walk.at(-1) === 'cancelled').toBe(opened === -1);
      }),
    );
    expect(JOB_STATES.filter(refundable)).toEqual(['reserved', 'queued']);
  });

  it('makes a second attempt only before the data are opened', () => {
    const repeating = open.filter((state) => ['send_again', 'new_attempt'].includes(rowOf(state).recovery));
    expect(repeating.some(charged)).toBe(false);
  });

  it('shows a failure after opening as withheld, and no state of its own', () => {
    expect(visibleState('failed')).toBe('withheld');
    for (const state of JOB_STATES) expect(visibleState(state)).toBe(state === 'failed' ? 'withheld' : state);
  });
});

describe('a move', () => {
  it('is done once, repeated without effect, and refused from an older attempt', () => {
    const queued = { state: 'queued', epoch: 7 } as const;
    const decisions: MoveDecision[] = [
      decideMove(queued, { state: 'opened', epoch: 7 }),
      decideMove(queued, { state: 'queued', epoch: 7 }),
      decideMove(queued, { state: 'opened', epoch: 6 }),
      decideMove(queued, { state: 'running', epoch: 7 }),
      decideMove(queued, { state: 'opened', epoch: 8 }),
    ];
    expect(decisions).toEqual(['move', 'already', 'stale', 'forbidden', 'forbidden']);
  });

  it('follows an edge of the table and nothing else', () => {
    fc.assert(
      fc.property(aState, aState, (from, to) => {
        const decision = decideMove({ state: from, epoch: 1 }, { state: to, epoch: 1 });
        expect(decision === 'move').toBe(canMove(from, to));
        if (isFinal(from)) expect(decision).not.toBe('move');
      }),
    );
  });
});

describe('docs/states.md', () => {
  it('shows every state and every edge', () => {
    const text = renderStates();
    for (const state of JOB_STATES) {
      expect(text).toContain(`| ${state} | ${STATE_TABLE[state].meaning} |`);
      for (const to of next(state)) expect(text).toContain(`  ${state} --> ${to}`);
    }
    expect(text).toContain('queued --> cancelled: refund');
    expect(text).toContain('queued --> opened: spend is final');
  });
});

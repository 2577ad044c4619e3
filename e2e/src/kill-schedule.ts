/** `sandbox`: a job's supervisor or what runs under it. `worker`: a planner or fetch worker of the service. */
export const TARGETS = ['proxy', 'platform', 'service', 'redis', 'sandbox', 'worker'] as const;
export type Target = (typeof TARGETS)[number] | 'redis-flush';

export interface Kill {
  readonly target: Target;
  /** Pause before this kill, milliseconds. */
  readonly afterMs: number;
  /** Whether to wait for a moment at which a job is at work. */
  readonly atWork: boolean;
  /** Which of several processes is meant, from 0 to below 1: a place in their list. */
  readonly place: number;
}

/** Mulberry32: a small generator whose whole state is the seed, so that a schedule can be replayed. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` kills over all processes, in which Redis is also flushed once. */
export function killSchedule(seed: number, count: number): Kill[] {
  const random = generator(seed);
  const kills: Kill[] = Array.from({ length: count }, () => {
    const target = TARGETS[Math.floor(random() * TARGETS.length)] ?? 'service';
    const afterMs = 100 + Math.floor(random() * 1900);
    return { target, afterMs, atWork: random() < 0.5 || target === 'sandbox', place: random() };
  });
  kills.splice(Math.floor(random() * count), 0, { target: 'redis-flush', afterMs: 100, atWork: true, place: 0 });
  return kills;
}

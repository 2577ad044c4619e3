import { LineProcessError, type LineProcess } from '../line-process/index.ts';
import { ServiceFailure } from '../failures/index.ts';

export interface PlannerPoolSettings {
  readonly processes: number;
  /** Requests that may wait for a process. */
  readonly waiting: number;
  readonly milliseconds: number;
  /** More time for the first request to a process, which still imports. */
  readonly startMilliseconds: number;
  readonly start: () => LineProcess;
}

/** A few planner processes of one plugin. A planner holds no state between requests, so any of them may answer. */
export class PlannerPool {
  readonly #settings: PlannerPoolSettings;
  readonly #idle: LineProcess[] = [];
  readonly #queue: (() => void)[] = [];
  readonly #all = new Set<LineProcess>();
  readonly #answered = new WeakSet<LineProcess>();
  #busy = 0;

  constructor(settings: PlannerPoolSettings) {
    this.#settings = settings;
  }

  /** Has one process ready. */
  warmUp(): void {
    if (this.#idle.length === 0 && this.#busy === 0) this.#idle.push(this.#start());
  }

  async ask(request: unknown): Promise<unknown> {
    await this.#turn();
    const planner = this.#take();
    try {
      const { milliseconds, startMilliseconds } = this.#settings;
      const answer = await planner.ask(request, milliseconds + (this.#answered.has(planner) ? 0 : startMilliseconds));
      this.#answered.add(planner);
      return answer;
    } catch (cause) {
      planner.kill();
      const late = cause instanceof LineProcessError && cause.code === 'LINE_TIMEOUT';
      throw new ServiceFailure(late ? 'PLANNER_TIMEOUT' : 'PLANNER_FAILED', { cause });
    } finally {
      if (planner.alive && this.#answered.has(planner)) this.#idle.push(planner);
      else this.#replace(planner);
      this.#busy -= 1;
      this.#queue.shift()?.();
    }
  }

  close(): void {
    for (const planner of this.#all) planner.kill();
    this.#all.clear();
  }

  async #turn(): Promise<void> {
    if (this.#busy >= this.#settings.processes) {
      if (this.#queue.length >= this.#settings.waiting) throw new ServiceFailure('PLANNER_BUSY');
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    }
    this.#busy += 1;
  }

  #take(): LineProcess {
    for (let planner = this.#idle.pop(); planner !== undefined; planner = this.#idle.pop()) {
      if (planner.alive) return planner;
      this.#all.delete(planner);
    }
    return this.#start();
  }

  #replace(planner: LineProcess): void {
    planner.kill();
    this.#all.delete(planner);
    if (this.#idle.length === 0) this.#idle.push(this.#start());
  }

  #start(): LineProcess {
    const planner = this.#settings.start();
    this.#all.add(planner);
    return planner;
  }
}

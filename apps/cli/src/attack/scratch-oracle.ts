import type { Dq0Client } from '@dq0/client';
import { addDataset, exportDataset, infoRun, planQuery, resultQuery, runQuery, type QueryAnswer } from '@dq0/protocol';
import { awaitAnswer } from '../answers/await-answer.ts';
import type { Oracle, Reply, StatedNoise } from './oracle.ts';
import type { Condition } from './population.ts';

/** Total epsilon of a scratch account: what an attacker may learn about one person, in nats. */
export const SCRATCH_EPSILON = 1;
const SCRATCH_DELTA = 1e-6;
const GROUP = 'data-scientist';

export interface Parties {
  /** Owns the sample: publishes it once more under an account that nobody else uses. */
  readonly owner: Dq0Client;
  /** Asks, within its rights. */
  readonly attacker: Dq0Client;
  /** Milliseconds that one answer may take. */
  readonly patience: number;
}

/** A copy of the sample with an account of its own, asked through every part of the product. */
export class ScratchOracle implements Oracle {
  readonly #parties: Parties;
  readonly #dataset: string;

  private constructor(parties: Parties, dataset: string) {
    this.#parties = parties;
    this.#dataset = dataset;
  }

  static async publish(parties: Parties, name: string, timing: 'fast' | 'deadline'): Promise<ScratchOracle> {
    const { definition } = await parties.owner.call(exportDataset, { dataset: 'census' });
    const scratch = {
      ...definition,
      name,
      account: name,
      timing,
      budget: { epsilon: SCRATCH_EPSILON, delta: SCRATCH_DELTA },
      limits: { epsilonPerRelease: SCRATCH_EPSILON, deltaPerRelease: SCRATCH_DELTA / 10 },
    };
    await parties.owner.call(addDataset, { definition: scratch, groups: [GROUP] });
    return new ScratchOracle(parties, name);
  }

  async noise(condition: Condition, epsilon: number): Promise<StatedNoise> {
    const { mechanisms } = await this.#parties.attacker.call(planQuery, {
      dataset: this.#dataset,
      sql: countOf(condition),
      epsilon,
    });
    const [mechanism] = mechanisms;
    if (mechanism === undefined) throw new Error('the plan of a count states no noise');
    return { kind: mechanism.kind, scale: mechanism.scale };
  }

  count(condition: Condition, epsilon: number): Promise<Reply> {
    return this.ask(countOf(condition), epsilon);
  }

  async ask(sql: string, epsilon: number): Promise<Reply> {
    const { attacker, patience } = this.#parties;
    const begin = performance.now();
    const first = await attacker.call(runQuery, { dataset: this.#dataset, sql, epsilon, fresh: true });
    const answer = await awaitAnswer(first, {
      deadline: begin + patience,
      clock: () => performance.now(),
      ask: (job, waitSeconds) => attacker.call(resultQuery, { job, waitSeconds }),
      onState: () => undefined,
    });
    return replyOf(answer, answer.job === null ? 0 : await this.#shownAfter(answer.job));
  }

  async #shownAfter(job: string): Promise<number> {
    const { history } = await this.#parties.attacker.call(infoRun, { job });
    const times = history.map(({ time }) => Date.parse(time));
    return (times.at(-1) ?? 0) - (times[0] ?? 0);
  }
}

const countOf = ({ sql }: Condition): string => `SELECT COUNT(*) AS n FROM adult WHERE ${sql}`;

function replyOf({ state, rows, refusals }: QueryAnswer, shownAfter: number): Reply {
  if (state === 'refused') return { state, code: refusals?.[0]?.code ?? 'QUERY_REFUSED', shownAfter };
  return state === 'released' ? { state, value: Number(rows[0]?.[0]), shownAfter } : { state: 'withheld', shownAfter };
}

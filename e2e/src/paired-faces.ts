import { readFileSync } from 'node:fs';
import { GatewayProcess } from './gateway-process.ts';
import type { Quarantine } from './quarantine.ts';

/** What one request showed: how it ended, what stood beside it, and its value. */
export interface Shown {
  readonly ended: number;
  readonly beside: unknown;
  readonly value: unknown;
}

export interface Question {
  readonly dataset: string;
  readonly sql: string;
  readonly epsilon: string;
}

/** The scientist's side of the product: the same requests through the command line or through REST. */
export interface Face {
  /** @param fresh the price of a new answer, although one is held */
  plan(question: Question, fresh: boolean): Promise<Shown>;
  /** Asks for a new answer and does not wait for it. */
  submit(question: Question): Promise<Shown>;
  /** Waits for the answer. */
  result(job: string): Promise<Shown>;
  info(job: string): Promise<Shown>;
  budget(dataset: string): Promise<Shown>;
  history(dataset: string): Promise<Shown>;
  queries(): Promise<Shown>;
  runs(): Promise<Shown>;
}

export function commandLine(quarantine: Quarantine): Face {
  const ask = async (...words: string[]): Promise<Shown> => {
    const { exit, value, stderr } = await quarantine.json<unknown>('scientist', words);
    return { ended: exit, beside: stderr, value };
  };
  const of = ({ dataset, sql, epsilon }: Question): string[] => [sql, '--dataset', dataset, '--epsilon', epsilon];
  return {
    plan: (question, fresh) => ask('query', 'plan', ...of(question), ...(fresh ? ['--fresh'] : [])),
    submit: (question) => ask('query', 'run', ...of(question), '--fresh', '--no-wait'),
    result: (job) => ask('query', 'result', job),
    info: (job) => ask('run', 'info', job),
    budget: (dataset) => ask('budget', 'show', dataset),
    history: (dataset) => ask('budget', 'history', dataset),
    queries: () => ask('query', 'list', '--limit', '200'),
    runs: () => ask('run', 'list', '--limit', '200'),
  };
}

/** Through a gateway that is already up, so that many rounds cost no process each. */
export function rest(gateway: GatewayProcess): Face {
  const authorization = `Bearer ${readFileSync(gateway.announced['tokenFile'] ?? '', 'utf8').trim()}`;
  const ask = async (address: string, body?: unknown): Promise<Shown> => {
    const sent = body === undefined ? {} : { method: 'POST', body };
    const asked = { authorization, prefer: 'respond-async' };
    const answer = await gateway.ask(address, { headers: asked, ...sent });
    return { ended: answer.status, beside: Object.keys(answer.headers).sort(), value: answer.json() };
  };
  const of = ({ epsilon, ...question }: Question): object => ({ ...question, epsilon: Number(epsilon) });
  return {
    plan: (question, fresh) => ask('/v1/queries/plan', { ...of(question), fresh }),
    submit: (question) => ask('/v1/queries', { ...of(question), fresh: true }),
    result: async (job) => {
      let shown = await ask(`/v1/queries/${job}/result?waitSeconds=20`);
      while (shown.ended === 202) shown = await ask(`/v1/queries/${job}/result?waitSeconds=20`);
      return shown;
    },
    info: (job) => ask(`/v1/runs/${job}`),
    budget: (dataset) => ask(`/v1/budgets/${dataset}`),
    history: (dataset) => ask(`/v1/budgets/${dataset}/spends`),
    queries: () => ask('/v1/queries?limit=200'),
    runs: () => ask('/v1/runs?limit=200'),
  };
}

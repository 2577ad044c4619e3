import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Dq0Client, type PlatformPin } from '@dq0/client';
import { importEncryptionKey, importIdentityKey } from '@dq0/encryption';
import { planQuery, resultQuery, runQuery, whoAmI } from '@dq0/protocol';
import type { DemoConfig } from '../demo/config/demo-config.ts';
import type { StateFolder } from '../demo/state-folder.ts';
import { readRun } from '../demo/run-record.ts';
import { type BenchReport, type Figure, quantile, rounded, timeEach } from './figures.ts';
import { startGateway } from './own-gateway.ts';
import { type OwnQuarantine, withQuarantine } from './own-quarantine.ts';

const run = promisify(execFile);
const question = {
  dataset: 'census',
  sql: 'SELECT sex, COUNT(*) AS people FROM adult GROUP BY sex',
  epsilon: 0.02,
};
const ROUND_TRIPS = 3000;

/**
 * A COUNT by group on the census, warm, sealed through the proxy, in a sandbox (U2); start of the command line (U3);
 * sealed round trips of the platform (S4); idle memory (U6). Beside REST stands one client that stays: the difference
 * is what the gateway itself costs.
 */
export function benchQuery(config: DemoConfig): Promise<BenchReport> {
  // One client stands for many people here, so the proxy's limits per person are lifted.
  const inherited = { ...config.inherited, DQ0_PROXY_RATE_SENDER: '0', DQ0_PROXY_RATE_ADDRESS: '0' };
  return withQuarantine({ ...config, inherited }, async (own) => {
    const client = await clientOf(own.state);
    const ask = async (): Promise<void> => {
      const { job } = await client.call(runQuery, { ...question, fresh: true });
      if (job === null) throw new Error('the question was refused');
      const { state } = await client.call(resultQuery, { job, waitSeconds: 20 });
      if (state !== 'released') throw new Error(`the answer is ${state}`);
    };
    const plan = async (): Promise<void> => void (await client.call(planQuery, question));
    await timeEach(3, 1, ask);
    const figures: Figure[] = [
      {
        name: 'idle memory of all processes',
        value: idleMiB(own.state),
        unit: 'MiB',
        target: { id: 'U6', limit: 600, direction: 'at most' },
      },
      ...(await byRest(config, own.state)),
      await median('run, one client that stays', 300, 'U2', ask),
      await median('plan, one client that stays', 60, 'U2', plan),
      await median('./dq0 query run', 700, 'U2', commandLine(own, 'run')),
      await median('./dq0 query plan', 300, 'U2', commandLine(own, 'plan')),
      await median('./dq0 --version', 300, 'U3', async () => {
        await run(path.join(config.checkout, 'dq0'), ['--version'], { env: config.inherited });
      }),
      ...(await roundTrips(client)),
    ];
    return { figures };
  });
}

async function byRest(config: DemoConfig, state: StateFolder): Promise<Figure[]> {
  const gateway = await startGateway(config, state);
  const ask = (): Promise<void> => gateway.post('/v1/queries', { ...question, fresh: true });
  const plan = (): Promise<void> => gateway.post('/v1/queries/plan', question);
  try {
    await timeEach(3, 1, ask);
    return [await median('run by REST', 300, 'U2', ask), await median('plan by REST', 60, 'U2', plan)];
  } finally {
    await gateway.stop();
  }
}

async function median(name: string, limit: number, id: string, call: () => Promise<void>): Promise<Figure> {
  const times = await timeEach(20, 1, call);
  return {
    name: `${name}, median of 20`,
    value: rounded(quantile(times, 0.5)),
    unit: 'ms',
    target: { id, limit, direction: 'at most' },
  };
}

const commandLine =
  ({ dq0 }: OwnQuarantine, verb: 'run' | 'plan') =>
  async (): Promise<void> => {
    await dq0.json('scientist', [
      'query',
      verb,
      question.sql,
      '--dataset',
      question.dataset,
      '--epsilon',
      String(question.epsilon),
      ...(verb === 'run' ? ['--fresh'] : []),
    ]);
  };

async function roundTrips(client: Dq0Client): Promise<Figure[]> {
  const begin = performance.now();
  const times = await timeEach(ROUND_TRIPS, 32, async () => void (await client.call(whoAmI, {})));
  const perSecond = (ROUND_TRIPS / (performance.now() - begin)) * 1000;
  return [
    {
      name: 'sealed round trips, client to client',
      value: rounded(perSecond),
      unit: 'requests/s',
      target: { id: 'S4', limit: 300, direction: 'at least' },
    },
    {
      name: 'sealed round trip, p95',
      value: rounded(quantile(times, 0.95)),
      unit: 'ms',
      target: { id: 'S4', limit: 300, direction: 'at most' },
    },
  ];
}

/** A client with the sample scientist's keys and login. */
async function clientOf(state: StateFolder): Promise<Dq0Client> {
  const read = (file: string): string => readFileSync(state.at('profiles', 'scientist', file), 'utf8');
  const [identity, replyKey] = await Promise.all([
    importIdentityKey(read('identity.key')),
    importEncryptionKey(read('reply.key')),
  ]);
  const { token } = JSON.parse(read('login.json')) as { token: string };
  const pin = JSON.parse(read('platform.json')) as PlatformPin;
  return new Dq0Client({ pin, session: { identity, replyKey, token }, onPin: () => undefined });
}

/** Proportional set size of proxy, platform, service, Redis and all they started. */
function idleMiB(state: StateFolder): number {
  const { children = {} } = readRun(state) ?? {};
  const kib = Object.values(children)
    .flatMap(({ pid }) => family(pid))
    .map((pid) => Number(/^Pss:\s+(\d+)/m.exec(quietly(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0));
  return Math.round(kib.reduce((sum, one) => sum + one, 0) / 1024);
}

function family(pid: number): number[] {
  const children = quietly(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(family)];
}

function quietly(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

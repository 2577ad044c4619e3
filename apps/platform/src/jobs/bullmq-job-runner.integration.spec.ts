import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createWorker, redisConnection, type JobWorker } from '@dq0/node/queue';
import { JOBS_QUEUE } from '@dq0/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aDefinition, ANSWER } from '../../testing/jobs/census.ts';
import { ADA, OWNER, Quarantine } from '../../testing/jobs/quarantine.ts';
import { AddDatasetHandler } from '../datasets/add-dataset.handler.ts';
import { CancelQueryHandler } from '../queries/cancel-query.handler.ts';
import { ResultQueryHandler } from '../queries/result-query.handler.ts';
import { RunQueryHandler } from '../queries/run-query.handler.ts';
import { InfoRunHandler } from '../runs/info-run.handler.ts';

let folder = '';
let redis: ChildProcess;
let quarantine: Quarantine;
let worker: JobWorker;
const url = (): string => `unix:${path.join(folder, 'redis.sock')}`;

async function startRedis(): Promise<void> {
  const place = ['--port', '0', '--unixsocket', path.join(folder, 'redis.sock'), '--dir', folder, '--save', ''];
  redis = spawn('redis-server', [...place, '--maxmemory-policy', 'noeviction'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    redis.once('error', reject);
    redis.stdout?.on('data', (data: Buffer) => {
      if (data.includes('eady to accept connections')) resolve();
    });
  });
}

async function stopRedis(): Promise<void> {
  const ended = new Promise((resolve) => redis.once('exit', resolve));
  redis.kill('SIGKILL');
  await ended;
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'dq0-runner-'));
  await startRedis();
});
beforeEach(async () => {
  quarantine = await Quarantine.start(url());
  await quarantine.ask(AddDatasetHandler, OWNER, { definition: aDefinition(), groups: ['data-scientist'] });
  const settings = { name: JOBS_QUEUE, connection: redisConnection(url()), onError: () => undefined };
  worker = createWorker(settings, ({ job, attempt }) => {
    quarantine.service.pick(job, attempt);
    return Promise.resolve();
  });
});
afterEach(async () => {
  await worker.close(true);
  await quarantine.end();
});
afterAll(async () => {
  await stopRedis();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (): Promise<ReturnType<RunQueryHandler['handle']>> =>
  quarantine.ask(RunQueryHandler, ADA, { dataset: 'census', sql: 'SELECT', epsilon: 0.1, mock: false, fresh: true });
const result = (job: string | null): Promise<ReturnType<ResultQueryHandler['handle']>> =>
  quarantine.ask(ResultQueryHandler, ADA, { job: job ?? '', waitSeconds: 20 });

describe('the runner over Redis', () => {
  it('brings a question to its answer', async () => {
    const { job } = await ask();
    expect(await result(job)).toMatchObject({ state: 'released', rows: ANSWER.rows });
  });

  it('ends a question whose credential the service cannot open, with the reason for the owner', async () => {
    quarantine.service.refuseGrants = { status: 403, code: 'CREDENTIAL_UNREADABLE', message: 'Store it again.' };
    const { job } = await ask();
    expect(await result(job)).toMatchObject({ state: 'withheld' });
    const { reason } = await quarantine.ask(InfoRunHandler, OWNER, { job: job ?? '' });
    expect(reason).toBe('Store it again.');
  });

  it('loses nothing when Redis is emptied and restarted', async () => {
    await stopRedis();
    const { job } = await ask();
    await startRedis();
    expect(await result(job)).toMatchObject({ state: 'released' });
  });

  it('gives back what is cancelled while Redis is away', async () => {
    await stopRedis();
    const { job } = await ask();
    await quarantine.ask(CancelQueryHandler, ADA, { job: job ?? '' });
    expect(await result(job)).toMatchObject({ state: 'cancelled', spent: { epsilon: 0 } });
    await startRedis();
  });

  it('gives back what the service refuses to take', async () => {
    quarantine.service.refuseOrders = { status: 409, code: 'PLUGIN_DIGEST' };
    const { job } = await ask();
    expect(await result(job)).toMatchObject({ state: 'cancelled' });
  });

  it('makes a new attempt where the service has closed the old one', async () => {
    quarantine.service.refuseOrders = { status: 410, code: 'EPOCH_OLD', once: true };
    const { job } = await ask();
    expect(await result(job)).toMatchObject({ state: 'released' });
    expect(quarantine.rows('SELECT 1 FROM attempts')).toHaveLength(2);
  });
});

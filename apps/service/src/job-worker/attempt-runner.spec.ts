import 'reflect-metadata';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newMessageId, sha256Hex } from '@dq0/encryption';
import { createLogger } from '@dq0/node/logging';
import type { JobOrder } from '@dq0/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSpool, type OpenSpool } from '../../test/open-spool.ts';
import { FetchError } from '../connectors/index.ts';
import type { RunReading } from '../executors/index.ts';
import { AttemptRunner } from './attempt-runner.ts';

let folder: string;
let opened: OpenSpool;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dq0-runner-'));
  opened = openSpool(folder);
});
afterEach(() => {
  opened.database.onApplicationShutdown();
  rmSync(folder, { recursive: true });
});

const finished = { type: 'finished' as const, artifacts: [], noise: [] };
const gone: RunReading = { entries: [], offset: 0, ended: true };
const done: RunReading = { entries: [{ type: 'assigned' }, finished], offset: 40, ended: false };

/** A runner over a real spool; runs are folders whose records are what the test says. */
function runner(readings: RunReading[], doubles: { fetch?: () => Promise<object>; ready?: () => boolean } = {}) {
  const started: string[] = [];
  const discarded: string[] = [];
  let prepared = 0;
  const executor = {
    kind: 'bubblewrap',
    ready: () => Promise.resolve(doubles.ready?.() ?? true),
    start: (run: string) => void started.push(run),
    watch: (_run: string, offset: number) => Promise.resolve(readings.shift() ?? { ...gone, offset }),
    kept: (run: string, sha256: string) => path.join(folder, run, sha256),
    discard: (run: string) => Promise.resolve(void discarded.push(run)),
  };
  const take = (): Promise<object> => {
    const name = `run${++prepared}`;
    mkdirSync(path.join(folder, name));
    return Promise.resolve({ name, inputs: path.join(folder, name), inside: { inputs: '/in', outputs: '/out' } });
  };
  const parts = [
    opened.spool,
    opened.files,
    { wait: (id: JobOrder) => Promise.resolve(opened.spool.grant(id)) },
    { get: () => ({ manifest: { resources: { wall: 1, memory: 1, disk: 1 } } }) },
    { assertReadable: () => undefined, place: () => ({ kind: 'files', folder, tables: {} }) },
    { cells: (_folder: string, _statements: object, _output: string, compute: () => Promise<object>) => compute() },
    { fetch: doubles.fetch ?? (() => Promise.resolve({})), refill: () => undefined },
    { fetch: () => Promise.reject(new Error('no database here')) },
    executor,
    { take, refill: () => undefined },
    createLogger({ process: 'test', stream: { write: () => 0 } }),
  ] as unknown as ConstructorParameters<typeof AttemptRunner>;
  return { runner: new AttemptRunner(...parts), started, discarded };
}

function picked(): JobOrder {
  const order = {
    job: newMessageId(),
    attempt: 1,
    epoch: 1,
    plugin: { name: 'a', digest: 'd' },
    plan: { statements: [] },
    limits: { wallSeconds: 1, memoryMiB: 1, diskMiB: 1 },
  } as unknown as JobOrder;
  opened.spool.order(order, 'd');
  opened.spool.pick(order);
  return order;
}
const said = async (): Promise<string[]> =>
  (await opened.feed.after(0, 0, new AbortController().signal)).map((event) =>
    event.type === 'failed' ? `failed: ${event.reason}` : event.type,
  );

describe('the runner', () => {
  it('tells a plugin its job once and says what came of it', async () => {
    const { runner: it, started, discarded } = runner([done]);
    const order = picked();
    await Promise.all([it.run(order), it.run(order)]);
    await it.run(order);
    expect([started, discarded]).toEqual([['run1'], ['run1']]);
    expect(await said()).toEqual(['picked', 'started', 'finished']);
  });

  it('begins anew when the supervisor ended before it noted the job, three times at most', async () => {
    const again = runner([gone, done]);
    await again.runner.run(picked());
    expect(again.started).toEqual(['run1', 'run2']);
    expect(await said()).toEqual(['picked', 'started', 'finished']);
    rmSync(path.join(folder, 'run1'), { recursive: true });
    rmSync(path.join(folder, 'run2'), { recursive: true });
    const never = runner([]);
    await never.runner.run(picked());
    expect(never.started).toHaveLength(3);
    expect((await said()).at(-1)).toBe('failed: The job cannot be begun.');
  });

  it('never begins anew once the supervisor has noted the job', async () => {
    const { runner: it, started } = runner([{ entries: [{ type: 'assigned' }], offset: 20, ended: false }]);
    await it.run(picked());
    expect(started).toEqual(['run1']);
    expect(await said()).toEqual(['picked', 'started', 'failed: The supervisor of the job ended.']);
  });

  it('tells nothing to a run that has ended while data were read', async () => {
    let calls = 0;
    const { runner: it, started } = runner([done], { ready: () => ++calls > 1 });
    await it.run(picked());
    expect(started).toEqual(['run2']);
  });

  it('says why data could not be read, and throws the sandbox away', async () => {
    const fetch = (): Promise<object> => Promise.reject(new FetchError('The data could not be read (X).'));
    const { runner: it, started, discarded } = runner([], { fetch });
    await it.run(picked());
    expect([started, discarded]).toEqual([[], ['run1']]);
    expect(await said()).toEqual(['picked', 'failed: The data could not be read (X).']);
  });

  it('waits for room when the spool is full, and then says it once', async () => {
    const { runner: it } = runner([done, done]);
    const real = opened.spool.finish.bind(opened.spool);
    let full = true;
    opened.spool.finish = (...words) => {
      if (full) {
        full = false;
        throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
      }
      real(...words);
    };
    await it.run(picked());
    expect(await said()).toEqual(['picked', 'started', 'finished']);
  });

  it('adopts an output again that a killed service had adopted already', async () => {
    const sha256 = await sha256Hex('x');
    const artifacts = [{ path: 'result.json', sha256, bytes: 1 }];
    writeFileSync(path.join(folder, 'spool', 'files', sha256), 'x');
    const { runner: it } = runner([{ entries: [{ ...finished, artifacts }], offset: 9, ended: true }]);
    await it.run(picked());
    expect(await said()).toEqual(['picked', 'finished']);
  });
});

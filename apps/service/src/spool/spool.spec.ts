import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newMessageId, sha256Hex } from '@dq0/encryption';
import type { JobOrder } from '@dq0/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSpool } from '../../test/open-spool.ts';
import type { EventFeed } from './event-feed.ts';
import type { FileStore } from './file-store.ts';
import type { SpoolDatabase } from './spool-database.ts';
import type { Spool } from './spool.ts';

let folder: string;
let database: SpoolDatabase;
let spool: Spool;
let feed: EventFeed;
let files: FileStore;

function open(): void {
  ({ database, feed, files, spool } = openSpool(folder));
}
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dq0-spool-'));
  open();
});
afterEach(() => {
  database.onApplicationShutdown();
  rmSync(folder, { recursive: true });
});

const never = new AbortController().signal;
const order = (change: Partial<JobOrder> = {}): JobOrder =>
  ({ job: newMessageId(), attempt: 1, epoch: 1, dataset: 'a', ...change }) as JobOrder;
const types = async (): Promise<string[]> => (await feed.after(0, 0, never)).map(({ type }) => type);

describe('an attempt', () => {
  it('goes its way once, whoever asks twice', async () => {
    const id = order();
    expect(spool.pick(id)).toBe(false);
    spool.order(id, 'd');
    expect([spool.pick(id), spool.pick(id)]).toEqual([true, false]);
    expect([spool.grant(id), spool.grant(id)]).toEqual([true, false]);
    expect([spool.begin(id, 'run'), spool.begin(id, 'other')]).toEqual([true, false]);
    const attempt = spool.find(id)!;
    expect(attempt).toMatchObject({ phase: 'running', runFolder: 'run', runOffset: 0 });
    spool.finish(attempt, [], [{ type: 'finished', artifacts: [], noise: [] }]);
    spool.finish(attempt, [], [{ type: 'finished', artifacts: [], noise: [] }]);
    spool.fail(attempt, 'late');
    expect(await types()).toEqual(['picked', 'finished']);
  });

  it('is as it was after the file is opened again', async () => {
    const id = order();
    spool.order(id, 'd');
    spool.pick(id);
    spool.grant(id);
    spool.begin(id, 'run');
    spool.progress(spool.find(id)!, [{ type: 'started', sandbox: 'none' }], 20);
    database.onApplicationShutdown();
    open();
    expect(spool.find(id)).toMatchObject({ phase: 'running', runFolder: 'run', runOffset: 20 });
    expect(await types()).toEqual(['picked', 'started']);
  });

  it('may begin anew only from a run that was rewound', () => {
    const id = order();
    spool.order(id, 'd');
    spool.pick(id);
    spool.grant(id);
    expect(spool.rewind(id)).toBe(false);
    spool.begin(id, 'one');
    expect(spool.rewind(id)).toBe(true);
    expect(spool.find(id)).toMatchObject({ phase: 'granted', runFolder: null });
    expect(spool.begin(id, 'two')).toBe(true);
  });

  it('with a grant leaves no room for a second one', () => {
    const id = order();
    spool.order(id, 'd');
    spool.pick(id);
    spool.grant(id);
    expect(() => spool.order({ ...id, attempt: 2, epoch: 2 }, 'e')).toThrow('a second one cannot exist');
  });
});

describe('events', () => {
  it('keep their numbers after older ones were acknowledged', async () => {
    for (const id of [order(), order(), order()]) {
      spool.order(id, 'd');
      spool.pick(id);
    }
    feed.acknowledge(2);
    expect((await feed.after(0, 0, never)).map(({ seq }) => seq)).toEqual([3]);
    feed.acknowledge(3);
    const id = order();
    spool.order(id, 'd');
    spool.pick(id);
    expect((await feed.after(3, 0, never)).map(({ seq }) => seq)).toEqual([4]);
  });

  it('wake a reader who waits, and let one go who has left', async () => {
    const waiting = feed.after(0, 10, never);
    const gone = new AbortController();
    const left = feed.after(99, 10, gone.signal);
    const id = order();
    spool.order(id, 'd');
    spool.pick(id);
    expect(await waiting).toHaveLength(1);
    gone.abort();
    expect(await left).toEqual([]);
  });
});

describe('files', () => {
  it('stay until the last job that made them is closed', async () => {
    const sha256 = await sha256Hex('x');
    const ids = [order(), order()];
    for (const id of ids) {
      spool.order(id, 'd');
      spool.pick(id);
      spool.grant(id);
      spool.begin(id, 'run');
      writeFileSync(path.join(folder, 'out'), 'x');
      files.adopt(path.join(folder, 'out'), sha256);
      const output = { path: 'result.json', sha256, bytes: 1 };
      spool.finish(spool.find(id)!, [output], [{ type: 'finished', artifacts: [output], noise: [] }]);
    }
    spool.close(spool.find(ids[0]!)!);
    expect(spool.hasFile(sha256)).toBe(true);
    spool.close(spool.find(ids[1]!)!);
    expect(spool.hasFile(sha256)).toBe(false);
    expect(() => files.adopt(path.join(folder, 'out'), sha256)).toThrow('not on the disk');
  });

  const adopted = (name: string): void => {
    writeFileSync(path.join(folder, 'out'), name);
    files.adopt(path.join(folder, 'out'), name);
  };
  const running = (): JobOrder => {
    const id = order();
    spool.order(id, 'd');
    spool.pick(id);
    spool.grant(id);
    spool.begin(id, 'run');
    return id;
  };

  it('of a service that was killed before it could remove or name them go when it starts, unless an attempt runs', () => {
    adopted('left');
    const id = running();
    adopted('about to be named');
    database.onApplicationShutdown();
    open();
    expect(files.all().sort()).toEqual(['about to be named', 'left']);
    spool.fail(spool.find(id)!, 'over');
    database.onApplicationShutdown();
    open();
    expect(files.all()).toEqual([]);
  });

  it('of an attempt that was closed before it had finished are nobody’s', () => {
    const attempt = spool.find(running())!;
    spool.close(attempt);
    adopted('late');
    spool.finish(attempt, [{ path: 'result.json', sha256: 'late', bytes: 1 }], []);
    expect(files.all()).toEqual([]);
  });

  it('of a killed service go at the latest when another attempt is closed', () => {
    const attempt = spool.find(running())!;
    adopted('left');
    spool.close(attempt);
    expect(files.all()).toEqual([]);
  });
});

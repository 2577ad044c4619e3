import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';
import { familyOf } from './process-table.ts';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));

/** Local addresses of the TCP sockets that a process listens on; none when it has ended. */
function listening(pid: number): string[] {
  try {
    const inodes = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => socketOf(`/proc/${pid}/fd/${fd}`)));
    return ['tcp', 'tcp6'].flatMap((table) =>
      readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter((fields) => fields[3] === '0A' && inodes.has(fields[9]))
        .map((fields) => fields[1] ?? ''),
    );
  } catch {
    return [];
  }
}

function socketOf(link: string): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(link))?.[1];
  } catch {
    return undefined;
  }
}

describe('while answering', () => {
  it('platform and service listen on no TCP socket, and the proxy, seen by the same eyes, does', async () => {
    const { children } = quarantine.run();
    const words = ['query', 'run', 'SELECT COUNT(*) FROM adult', '--dataset', 'census', '--epsilon', '0.05', '--fresh'];
    const seen: string[] = [];
    let looks = 0;
    const watch = setInterval(() => {
      looks += 1;
      for (const name of ['platform', 'service'])
        seen.push(...familyOf(children[name]!.pid).flatMap(({ pid }) => listening(pid)));
    }, 50);
    const outcomes = await Promise.all([1, 2, 3].map(() => quarantine.dq0('scientist', words)));
    clearInterval(watch);
    expect(outcomes.map(({ exit }) => exit)).toEqual([0, 0, 0]);
    expect(looks).toBeGreaterThan(3);
    expect(seen).toEqual([]);
    expect(listening(children['proxy']!.pid)).not.toEqual([]);
  });

  it('a second start attaches to the running one', async () => {
    const before = quarantine.run();
    const again = await quarantine.launcher('start', '--detach', '--json');
    expect(again.exit).toBe(0);
    expect(again.stderr).toContain('runs already');
    expect(quarantine.run().supervisor).toEqual(before.supervisor);
  });
});

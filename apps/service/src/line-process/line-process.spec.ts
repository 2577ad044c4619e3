import { afterEach, describe, expect, it } from 'vitest';
import { LineProcess } from './line-process.ts';

const echo = `process.stdin.on('data', (line) => line.toString().includes('late') || process.stdout.write(line))`;
let started: LineProcess;
const start = (): LineProcess =>
  (started = new LineProcess({ command: [process.execPath, '-e', echo], environment: {} }));

afterEach(() => started.kill());

describe('a process that is asked line by line', () => {
  it('answers one question after the other', async () => {
    const echoing = start();
    expect(await echoing.ask({ first: 1 }, 20_000)).toEqual({ first: 1 });
    expect(await echoing.ask({ second: 2 }, 20_000)).toEqual({ second: 2 });
  });

  it('is over from the moment in which it is killed, whether by time or by hand', async () => {
    const late = start();
    await late.ask({ warm: true }, 20_000);
    await expect(late.ask({ late: true }, 50)).rejects.toMatchObject({ code: 'LINE_TIMEOUT' });
    expect(late.alive).toBe(false);
    await expect(late.ask({ again: true }, 20_000)).rejects.toMatchObject({ code: 'LINE_ENDED' });
    const killed = start();
    killed.kill();
    expect(killed.alive).toBe(false);
  });
});

import { afterEach, expect, it, vi } from 'vitest';
import { main } from './main.ts';

const written = { stdout: '', stderr: '' };

async function run(...argv: string[]): Promise<unknown> {
  for (const name of ['stdout', 'stderr'] as const) {
    written[name] = '';
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    });
  }
  await main(argv);
  return written.stdout === '' ? undefined : (JSON.parse(written.stdout) as unknown);
}

afterEach(() => {
  vi.restoreAllMocks();
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
  process.removeAllListeners('SIGINT');
  process.exitCode = undefined;
});

it('prints its version as JSON where JSON is asked for', async () => {
  expect(await run('--version', '--json')).toEqual({
    version: expect.stringMatching(/^\d/) as string,
    node: process.versions.node,
  });
});

it('prints one error object for flags without a command', async () => {
  expect(await run('--json')).toMatchObject({ error: { code: 'INPUT_INVALID', auditId: null } });
  expect(process.exitCode).toBe(2);
});

it('says what to do with the profile that was named', async () => {
  const words = ['audit', 'verify', '/no/such/file'];
  const remedy = async (...more: string[]): Promise<string> =>
    ((await run(...words, '--json', ...more)) as { error: { remedy: string } }).error.remedy;
  expect(await remedy('--profile', 'ada')).toBe('Make one with: dq0 audit export FILE --profile ada');
  expect(await remedy()).toBe('Make one with: dq0 audit export FILE');
});

it('a closed pipe is no failure, and a full disk is one, without a stack', async () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  await run('--version', '--json');
  process.stdout.emit('error', Object.assign(new Error('write'), { code: 'EPIPE' }));
  expect(exit).not.toHaveBeenCalled();
  process.stdout.emit('error', Object.assign(new Error('write'), { code: 'ENOSPC' }));
  expect(exit).toHaveBeenCalledWith(1);
  expect(written.stderr).toContain('cannot be written (ENOSPC)');
  expect(written.stderr).not.toContain('    at ');
});

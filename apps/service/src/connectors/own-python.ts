import { LineProcess } from '../line-process/index.ts';
import { OWN_PYTHON, type Runtime } from '../runtimes/index.ts';

/**
 * The service's own Python as a child: no credentials and nothing of the service's environment, no new privileges, and
 * a bound on what it may map (twice what it may use: allocators reserve). `drivers`: what speaks with databases.
 */
export function startOwnPython(
  runtime: Runtime,
  words: readonly string[],
  memoryMiB: number,
  drivers?: Runtime,
): LineProcess {
  const packages = [OWN_PYTHON, ...(drivers ? [drivers.packages] : []), runtime.packages];
  return new LineProcess({
    command: [
      '/usr/bin/prlimit',
      `--data=${memoryMiB * 2 ** 21 + 2 ** 31}`,
      ...['--core=0', '--nofile=512', '--', '/usr/bin/setpriv', '--no-new-privs', '--pdeathsig', 'SIGKILL', '--'],
      ...[runtime.interpreter, '-S', '-m', 'dq0_fetch', ...words],
    ],
    environment: {
      PATH: '/usr/bin:/bin',
      HOME: '/nonexistent',
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      PYTHONPATH: packages.join(':'),
      PYTHONSAFEPATH: '1',
      PYTHONNOUSERSITE: '1',
    },
    cwd: '/',
  });
}

import path from 'node:path';
import { checkMachine, digestOf, node24, quietly, root, stamped, step } from './steps.mjs';

const WORKSPACES = ['cli', 'platform', 'proxy', 'service', 'studio'].map((app) => `apps/${app}/package.json`);

/**
 * npm packages, by the lock file, and the compiled TypeScript. `everything` adds what only tests and lint need.
 * Does nothing when the lock file is the one that was installed.
 */
export async function install({ everything }) {
  checkMachine();
  const digest = digestOf(['package.json', 'package-lock.json', ...WORKSPACES]);
  const full = stamped('install', `${digest} full`);
  const lean = stamped('install', `${digest} lean`);
  await step(everything ? 'npm packages, with the tools of the tests' : 'npm packages', async () => {
    if (full.fresh || (!everything && lean.fresh)) return 'nothing to do';
    await quietly(
      'npm',
      'npm',
      ['ci', '--loglevel=error', '--no-audit', '--no-fund', ...(everything ? [] : ['--omit=dev'])],
      {
        remedy: 'Check that the npm registry can be reached (npm ping), remove node_modules, and try again.',
      },
    );
    (everything ? full : lean).set();
  });
}

/** Compiles what the first answer needs; incremental, so a second call takes a moment. */
export async function build() {
  const node = node24();
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  await step('TypeScript', () =>
    quietly('build', node, [tsc, '-b'], { remedy: 'The sources do not compile; the log names file and line.' }),
  );
  await step('command line', () =>
    quietly('command-line', node, [path.join(root, 'apps', 'cli', 'build', 'build.mjs')], {
      remedy: 'Remove apps/cli/dist and try again.',
    }),
  );
}

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { demoConfig } from '../demo/config/demo-config.ts';
import { pythonEnvironment } from '../test-run/python-environment.ts';

interface Deep {
  /** Words for vitest, or for pytest in the folder of the plugin sql. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly python?: boolean;
  /** An environment of its own beside that of the tests: the variable that names its interpreter, and its lock. */
  readonly beside?: { readonly variable: string; readonly lock: string };
}

/** The deep tier: tests too long for every commit, each by name, replayable by seed. */
const DEEP: Readonly<Record<string, Deep>> = {
  kills: { words: ['--config', 'e2e/vitest.config.ts', 'kills'], env: { DQ0_KILLS: '100', DQ0_QUESTIONS: '50' } },
  proxy: { words: ['--config', 'e2e/vitest.config.ts', 'hostile-proxy'], env: { DQ0_EVERY_MESSAGE: 'true' } },
  // One person sends more messages than a proxy keeps of one sender in a day.
  worlds: {
    words: ['--config', 'e2e/vitest.config.ts', 'paired-worlds'],
    env: { DQ0_ROUNDS: '200', DQ0_PROXY_QUOTA_MESSAGES: '1000000' },
  },
  neighbours: {
    words: [
      '-q',
      '-n',
      '2',
      '-p',
      'no:cacheprovider',
      'tests/test_random_neighbours.py',
      'tests/test_random_dialects.py',
      'tests/test_printed.py',
    ],
    env: { DQ0_QUERIES: '2000', PYTHONDONTWRITEBYTECODE: '1' },
    python: true,
  },
  spark: {
    words: ['-q', '-p', 'no:cacheprovider', 'tests/spark/conformance.py'],
    env: { PYTHONDONTWRITEBYTECODE: '1' },
    python: true,
    beside: { variable: 'DQ0_SPARK_PYTHON', lock: path.join('tests', 'spark', 'requirements.lock') },
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: String(Date.now() % 1_000_000) } },
});
const chosen = DEEP[positionals[0] ?? ''];
if (!chosen || !/^\d+$/.test(values.seed)) {
  process.stderr.write(
    `Use: npm run test:deep -- NAME [--seed N], with NAME one of ${Object.keys(DEEP).join(', ')}.\n`,
  );
  process.exitCode = 2;
} else {
  const config = demoConfig();
  process.stdout.write(`seed ${values.seed}\n`);
  const plugin = path.join(config.checkout, 'apps', 'plugins', 'sql');
  const vitest = path.join(config.checkout, 'node_modules', 'vitest', 'vitest.mjs');
  const [program, words, cwd] = chosen.python
    ? [await python(path.join(plugin, 'requirements-dev.lock'), config.cache), ['-m', 'pytest'], plugin]
    : [process.execPath, [vitest, 'run'], config.checkout];
  const { beside } = chosen;
  const named = beside ? { [beside.variable]: await python(path.join(plugin, beside.lock), config.cache) } : {};
  const { status } = spawnSync(program, [...words, ...chosen.words], {
    cwd,
    stdio: 'inherit',
    env: {
      ...config.inherited,
      ...chosen.env,
      ...named,
      DQ0_SEED: values.seed,
      DQ0_HOME: config.home,
      DQ0_CACHE: config.cache,
    },
  });
  process.exitCode = status ?? 1;
}

async function python(lock: string, cache: string): Promise<string> {
  return path.join(await pythonEnvironment(lock, cache), 'bin', 'python');
}

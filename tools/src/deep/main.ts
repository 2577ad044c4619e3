import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { demoConfig } from '../demo/config/demo-config.ts';

/** The deep tier: tests too long for every commit, each by name, replayable by seed. */
const DEEP: Readonly<
  Record<string, { readonly words: readonly string[]; readonly env: Readonly<Record<string, string>> }>
> = {
  kills: { words: ['--config', 'e2e/vitest.config.ts', 'kills'], env: { DQ0_KILLS: '100', DQ0_QUESTIONS: '50' } },
  worlds: { words: ['--config', 'e2e/vitest.config.ts', 'paired-worlds'], env: { DQ0_ROUNDS: '200' } },
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
  const vitest = path.join(config.checkout, 'node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...chosen.words], {
    cwd: config.checkout,
    stdio: 'inherit',
    env: { ...config.inherited, ...chosen.env, DQ0_SEED: values.seed, DQ0_HOME: config.home, DQ0_CACHE: config.cache },
  });
  process.exitCode = status ?? 1;
}

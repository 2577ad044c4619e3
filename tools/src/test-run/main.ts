import path from 'node:path';
import { demoConfig } from '../demo/config/demo-config.ts';
import { add, none } from './junit-counts.ts';
import { runStages } from './part.ts';
import { stages } from './parts.ts';
import { pythonEnvironment } from './python-environment.ts';

const config = demoConfig();
const only = process.argv.slice(2);
const lock = path.join(config.checkout, 'apps', 'plugins', 'sql', 'requirements-dev.lock');
const places = {
  checkout: config.checkout,
  reports: path.join(config.home, 'test-reports'),
  python: await pythonEnvironment(lock, config.cache),
};

const env = {
  ...config.inherited,
  DQ0_HOME: config.home,
  DQ0_CACHE: config.cache,
  PYTHONDONTWRITEBYTECODE: '1',
  NO_COLOR: '1',
};
const wanted = ({ name }: { name: string }): boolean => only.length === 0 || only.some((word) => name.includes(word));
const chosen = stages(places).map((stage) => stage.map((lane) => lane.filter(wanted)));
const outcomes = await runStages(chosen, env, (name) => void process.stdout.write(`\n== ${name}\n`));

process.stdout.write('\n');
for (const { name, counts, seconds } of outcomes) {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  process.stdout.write(
    `  ${name}: ${counts.passed} passed, ${counts.failed} failed${skipped}, ${seconds.toFixed(1)} s\n`,
  );
}
const total = outcomes.map(({ counts }) => counts).reduce(add, none);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

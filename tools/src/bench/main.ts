import { parseArgs } from 'node:util';
import { type DemoConfig, demoConfig } from '../demo/config/demo-config.ts';
import { benchCoverage } from './coverage.ts';
import { benchEnvelope } from './envelope.ts';
import { type BenchReport, type Figure, circumstances } from './figures.ts';
import { benchLedger } from './ledger.ts';
import { benchProxy } from './proxy.ts';
import { benchQuery } from './query.ts';
import { benchSql } from './sql.ts';
import { benchStudio } from './studio.ts';

const BENCHES: Readonly<Record<string, (config: DemoConfig, words: readonly string[]) => Promise<BenchReport>>> = {
  coverage: benchCoverage,
  envelope: benchEnvelope,
  ledger: benchLedger,
  proxy: benchProxy,
  query: benchQuery,
  sql: benchSql,
  studio: benchStudio,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const name = positionals[0] ?? '';
const bench = BENCHES[name];
if (!bench) {
  process.stderr.write(`Use: npm run bench -- NAME [--json], with NAME one of ${Object.keys(BENCHES).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  const before = await circumstances();
  const report = await bench(demoConfig(), positionals.slice(1));
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ bench: name, ...report, circumstances: before })}\n`);
  } else {
    for (const figure of report.figures) process.stdout.write(`  ${line(figure)}\n`);
    process.stdout.write(
      `  load ${before.load.join(', ')} on ${before.cores} cores, Node ${before.node}, ${before.python}\n`,
    );
  }
  process.exitCode = report.verdict === 'fail' ? 1 : 0;
}

function line({ name: title, value, unit, target }: Figure): string {
  if (!target) return `${title}: ${value} ${unit}`;
  const met = target.direction === 'at most' ? value <= target.limit : value >= target.limit;
  return `${title}: ${value} ${unit} (${target.id}: ${target.direction} ${target.limit}; ${met ? 'met' : 'not met'})`;
}

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { DemoConfig } from '../demo/config/demo-config.ts';
import { type BenchReport, type Figure, quantile, rounded } from './figures.ts';

const run = promisify(execFile);
const SPENDS = 100_000;
const MEASURED = 2000;
const Times = z.strictObject({
  empty: z.array(z.number()),
  full: z.array(z.number()),
  opening: z.array(z.number()),
  startUp: z.number(),
  spends: z.int(),
});

/** Admission to an account with 100,000 spends (S6), each in a durable transaction of its own, and beside an empty one. */
export async function benchLedger(config: DemoConfig): Promise<BenchReport> {
  const script = path.join(config.checkout, 'apps', 'platform', 'testing', 'bench', 'admission.ts');
  const words = ['--no-warnings', script, String(SPENDS), String(MEASURED)];
  const { stdout } = await run(process.execPath, words, { env: config.inherited, maxBuffer: 2 ** 24 });
  const times = Times.parse(JSON.parse(stdout));
  const [empty, full] = [quantile(times.empty, 0.5), quantile(times.full, 0.5)];
  const figure = (name: string, value: number, unit = 'ms'): Figure => ({ name, value: rounded(value), unit });
  return {
    figures: [
      {
        ...figure(`admission with ${SPENDS.toLocaleString('en')} spends, p99`, quantile(times.full, 0.99)),
        target: { id: 'S6', limit: 5, direction: 'at most' },
      },
      figure(`admission with ${SPENDS.toLocaleString('en')} spends, median`, full),
      figure('admission on an empty account, p99', quantile(times.empty, 0.99)),
      figure('admission on an empty account, median', empty),
      figure('median with spends over median without', full / empty, 'times'),
      figure('opening, with its line in spend.journal, p99', quantile(times.opening, 0.99)),
      figure('check of all spends at a start', times.startUp),
    ],
    facts: { spends: times.spends, measured: MEASURED },
  };
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { QueryAnswer } from '@dq0/protocol';
import type { DemoConfig } from '../demo/config/demo-config.ts';
import type { BenchReport } from './figures.ts';
import { type CountAnswer, type Verdict, coverage, judge, withoutNoise } from './coverage-rule.ts';
import { timeEach } from './figures.ts';
import { type OwnQuarantine, withQuarantine } from './own-quarantine.ts';

const ACCOUNTS = 200;
const EPSILON = '0.1';
const QUESTION = 'SELECT sex, COUNT(*) AS people FROM adult GROUP BY sex';

/**
 * Asks the same question of 200 fresh budget accounts and counts how often the 95 % interval holds the truth: 180 to 198
 * of 200 for each count. The same rule must reject the same answers with their noise taken away.
 */
export async function benchCoverage(config: DemoConfig): Promise<BenchReport> {
  const definition = readFileSync(path.join(config.checkout, 'data', 'adult', 'census.yaml'), 'utf8');
  const answers = await withQuarantine(config, async (own) => {
    const all: CountAnswer[] = [];
    await timeEach(ACCOUNTS, 2, async (at) => void (all[at] = await askFreshAccount(own, definition, at + 1)));
    return all;
  });
  const real = judge(coverage(answers));
  const control = judge(coverage(answers.map(withoutNoise)));
  const figure = ({ sex, held }: Verdict) => ({
    name: `intervals that hold the number of ${sex}`,
    value: held,
    unit: `of ${ACCOUNTS}`,
  });
  return {
    figures: real.verdicts.map(figure),
    verdict: real.passes && !control.passes ? 'pass' : 'fail',
    facts: {
      accepted: real.passes,
      noiseOffAccepted: control.passes,
      noiseOff: control.verdicts,
      epsilon: Number(EPSILON),
    },
  };
}

async function askFreshAccount(
  { dq0, state }: OwnQuarantine,
  definition: string,
  number: number,
): Promise<CountAnswer> {
  const name = `census-${number}`;
  const fresh = definition
    .replace(/^name: census$/m, `name: ${name}`)
    .replace(/^account: .*$/m, `account: fresh-${number}`);
  const file = state.write(`definitions/${name}.yaml`, fresh);
  await dq0.json('owner', ['data', 'add', file, '--grant', 'data-scientist']);
  const words = ['query', 'run', QUESTION, '--dataset', name, '--epsilon', EPSILON];
  const { rows, intervals } = QueryAnswer.parse(await dq0.json('scientist', words));
  return Object.fromEntries(
    rows.map(([sex, count], at) => {
      const [low, high] = intervals[at]?.[1] ?? [null, null];
      return [String(sex), { count: Number(count), low: Number(low), high: Number(high) }];
    }),
  );
}

import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { DemoConfig } from '../demo/config/demo-config.ts';
import { pythonEnvironment } from '../test-run/python-environment.ts';
import { type BenchReport, type Figure, rounded } from './figures.ts';

/** Seconds; `smartnoise` is null with its error where it cannot answer. */
const Comparison = z.object({
  engine: z.string(),
  shape: z.string(),
  rows: z.int(),
  ours: z.number(),
  plain: z.number(),
  smartnoise: z.number().nullable(),
  error: z.string().nullable(),
});
type Comparison = z.infer<typeof Comparison>;

const SIZES = ['100000', '1000000', '10000000'];
/** The size that S1 speaks of. */
const STATED_ROWS = 10_000_000;
/** Most times the plain GROUP BY. */
const LIMITS: Readonly<Record<string, { readonly row: number; readonly column: number }>> = {
  duckdb: { row: 3, column: 40 },
  postgresql: { row: 1.5, column: 15 },
};

/**
 * A private GROUP BY beside the plain one and beside SmartNoise SQL, on the same rows and engine in one run (S1), for
 * 10^5 to 10^7 rows, or as many as are named (S2: up to 10^8). DuckDB reads Parquet, and so does Spark in local mode where there is
 * Java, without noise; PostgreSQL is a server of the bench. Beyond 10^7 rows only DuckDB is asked.
 */
export async function benchSql(config: DemoConfig, sizes: readonly string[]): Promise<BenchReport> {
  const plugin = path.join(config.checkout, 'apps', 'plugins', 'sql');
  const scale = path.join(plugin, 'tests', 'scale');
  const python = await pythonEnvironment(path.join(plugin, 'requirements-dev.lock'), config.cache);
  const peer = await pythonEnvironment(path.join(scale, 'peer-requirements.lock'), config.cache);
  const spark = await pythonEnvironment(path.join(plugin, 'tests', 'spark', 'requirements.lock'), config.cache);
  const interpreter = (folder: string): string => path.join(folder, 'bin', 'python');
  const words = [path.join(scale, 'main.py'), interpreter(peer), ...(sizes.length > 0 ? sizes : SIZES)];
  const modules = [
    path.join(plugin, 'src'),
    path.join(plugin, 'tests'),
    path.join(plugin, '..', '..', 'service', 'python'),
    path.join(plugin, '..', '..', 'service', 'python', 'testing'),
  ];
  const env = {
    ...config.inherited,
    PYTHONPATH: modules.join(path.delimiter),
    PYTHONDONTWRITEBYTECODE: '1',
    DQ0_SPARK_PYTHON: interpreter(spark),
  };
  const child = spawn(interpreter(python), words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  const found: Comparison[] = [];
  for await (const line of createInterface({ input: child.stdout })) found.push(Comparison.parse(JSON.parse(line)));
  if ((await ended) !== 0) throw new Error('The comparison ended with an error.');
  return { figures: [...found.flatMap(figuresOf), ...growth(found)], facts: { comparisons: found } };
}

/** How much longer a row takes among ten times as many rows (S2): 1 where the cost is linear, less where it starts high. */
function growth(found: readonly Comparison[]): Figure[] {
  return found.flatMap(({ engine, shape, rows, ours }) => {
    const smaller = found.find((one) => one.engine === engine && one.shape === shape && one.rows * 10 === rows);
    if (!smaller) return [];
    const name = `${engine}, ${shape}, ${rows} rows: time of a row, times that among a tenth of them`;
    return [{ name, value: rounded(ours / smaller.ours / 10), unit: 'times' }];
  });
}

function figuresOf({ engine, shape, rows, ours, plain, smartnoise }: Comparison): Figure[] {
  const what = `${engine}, ${shape}, ${rows} rows`;
  const byRow = shape === 'a row is a unit';
  const limits = LIMITS[engine.split(',')[0] ?? ''];
  const limit = byRow ? limits?.row : limits?.column;
  const stated = rows === STATED_ROWS;
  const target = (most: number, direction: 'at most' | 'at least'): Pick<Figure, 'target'> =>
    stated ? { target: { id: 'S1', limit: most, direction } } : {};
  return [
    { name: `${what}: seconds`, value: rounded(ours), unit: 's' },
    {
      name: `${what}: times the plain GROUP BY`,
      value: rounded(ours / plain),
      unit: 'times',
      ...(limit === undefined ? {} : target(limit, 'at most')),
    },
    ...(smartnoise === null
      ? []
      : [
          {
            name: `${what}: SmartNoise takes so many times longer`,
            value: rounded(smartnoise / ours),
            unit: 'times',
            ...target(byRow ? 5 : 1, 'at least'),
          },
        ]),
  ];
}

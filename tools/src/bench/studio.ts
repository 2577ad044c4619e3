import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { DemoConfig } from '../demo/config/demo-config.ts';
import { prepareStudio } from '../demo/studio-packages.ts';
import { endStudio, startStudio } from '../demo/studio-server.ts';
import { type BenchReport, type Figure, rounded } from './figures.ts';
import { withQuarantine } from './own-quarantine.ts';

const run = promisify(execFile);

/** What the scientist sees first, and the page with the most on it. */
const PAGES = ['/start', '/sci/queries'];
const CATEGORIES = { performance: 90, accessibility: 100, 'best-practices': 95 } as const;
const MOST_KILOBYTES = 250;
const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const RUNS = 3;
/** A browser that is late at the start of its trace makes a run fail; it is made again. */
const MOST_RUNS = 5;
const MOST_OUTPUT = 2 ** 27;

const Report = z.object({
  categories: z.record(z.string(), z.object({ score: z.number().nullable() })),
  audits: z.record(z.string(), z.object({ title: z.string(), score: z.number().nullable() })),
});
type Report = z.infer<typeof Report>;

/**
 * Lighthouse on Studi0 as a scientist has it open on a desk, served by the product's own command (U5), and the weight of
 * its first script. Beside each score that is not full stand the audits that took from it.
 */
export function benchStudio(config: DemoConfig): Promise<BenchReport> {
  return withQuarantine(config, async ({ state }) => {
    await prepareStudio(config, state);
    const cookie = await cookieOf(await startStudio(config, state));
    // In a file of this user: words of a command line are seen by everybody on the machine.
    const headers = state.write('run/headers.json', JSON.stringify({ Cookie: cookie.text }));
    try {
      const reports: (readonly [string, Report])[] = [];
      for (const page of PAGES)
        reports.push([page, await middling(() => lighthouse(config, cookie.origin + page, headers))]);
      return {
        figures: [await initialScript(config), ...reports.flatMap(([page, report]) => scores(page, report))],
        facts: Object.fromEntries(reports.map(([page, report]) => [page, shortcomings(report)])),
      };
    } finally {
      await endStudio(state);
    }
  });
}

/** Exchanges the start address for the cookie that a browser would hold. */
async function cookieOf(address: string): Promise<{ readonly origin: string; readonly text: string }> {
  const opened = await fetch(address, { redirect: 'manual' });
  const text = opened.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  if (text === '') throw new Error(`the start address answered ${opened.status} and gave no cookie`);
  return { origin: new URL(address).origin, text };
}

/** Of several runs the one whose performance lies in the middle: a busy machine makes single runs jump. */
async function middling(look: () => Promise<Report>): Promise<Report> {
  const reports: Report[] = [];
  let failure: unknown;
  for (let run = 0; run < MOST_RUNS && reports.length < RUNS; run += 1) {
    await look().then(
      (report) => reports.push(report),
      (error: unknown) => (failure = error),
    );
  }
  const speed = ({ categories }: Report): number => categories['performance']?.score ?? 0;
  const [, middle] = reports.toSorted((one, other) => speed(one) - speed(other));
  if (middle === undefined) throw new Error('Lighthouse did not finish', { cause: failure });
  return middle;
}

/** By its command line: nothing of it is loaded, or needed to compile, where nobody measures. */
async function lighthouse(config: DemoConfig, url: string, headers: string): Promise<Report> {
  const browser = BROWSERS.find((place) => existsSync(place));
  if (browser === undefined) throw new Error('There is no Chromium on this machine. Debian: apt-get install chromium');
  const words = [
    path.join(config.checkout, 'node_modules', 'lighthouse', 'cli', 'index.js'),
    url,
    '--quiet',
    '--preset=desktop',
    '--output=json',
    '--output-path=stdout',
    '--no-enable-error-reporting',
    `--only-categories=${Object.keys(CATEGORIES).join(',')}`,
    `--extra-headers=${headers}`,
    '--chrome-flags=--headless=new --no-sandbox',
  ];
  const env = { ...config.inherited, CHROME_PATH: browser };
  const { stdout } = await run(process.execPath, words, { env, maxBuffer: MOST_OUTPUT });
  return Report.parse(JSON.parse(stdout));
}

function scores(page: string, { categories }: Report): Figure[] {
  return Object.entries(CATEGORIES).map(([name, limit]) => ({
    name: `${name} of ${page}`,
    value: Math.round((categories[name]?.score ?? 0) * 100),
    unit: 'of 100',
    target: { id: 'U5', limit, direction: 'at least' },
  }));
}

const shortcomings = ({ audits }: Report): readonly string[] =>
  Object.values(audits)
    .filter(({ score }) => score !== null && score < 0.9)
    .map(({ title, score }) => `${title}: ${score}`);

/** As the build weighs it: every script that the first page names, compressed. */
async function initialScript({ checkout, inherited }: DemoConfig): Promise<Figure> {
  const build = path.join(checkout, 'apps', 'studio', 'build', 'build.mjs');
  const { stdout } = await run(process.execPath, [build], { env: inherited });
  const kilobytes = Number(/^initial js: ([\d.]+)/m.exec(stdout)?.[1]);
  return {
    name: 'initial JavaScript, gzip',
    value: rounded(kilobytes),
    unit: 'KB',
    target: { id: 'U5', limit: MOST_KILOBYTES, direction: 'at most' },
  };
}

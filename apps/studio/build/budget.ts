// What a browser must load before the first page: every script and style that index.html names, compressed.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** Kilobytes of 1,000 bytes, gzip, by the ending of a file. */
export const BUDGET: Readonly<Record<string, number>> = { '.js': 250, '.css': 30 };

/** Prints the weight of a build; false when it is above the budget. */
export function weigh(
  folder: string,
  limits = BUDGET,
  write = (line: string): unknown => process.stdout.write(line),
): boolean {
  const sums = new Map<string, number>();
  for (const file of initialFiles(folder)) {
    const kilobytes = gzipSync(readFileSync(path.join(folder, file)), { level: 9 }).length / 1000;
    sums.set(path.extname(file), (sums.get(path.extname(file)) ?? 0) + kilobytes);
  }
  if (!sums.has('.js')) throw new Error('index.html names no script');
  return Object.entries(limits)
    .map(([kind, limit]) => {
      const size = sums.get(kind) ?? 0;
      const verdict = size > limit ? ', too much' : '';
      write(`initial ${kind.slice(1)}: ${size.toFixed(1)} of at most ${limit} KB gzip${verdict}\n`);
      return size <= limit;
    })
    .every(Boolean);
}

/** The files that a page names as scripts, preloaded modules and styles, and the modules that those import at once. */
function initialFiles(folder: string): ReadonlySet<string> {
  const html = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const found = new Set<string>();
  const add = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    if (!file.endsWith('.js')) return;
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const [, other] of text.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+\.js)"/g)) add(other ?? '');
  };
  for (const [, file] of html.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css))"/g)) add(file ?? '');
  return found;
}

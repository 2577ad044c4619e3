// What a browser must load before the first page: every script and style that index.html names, compressed.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { gzipSync } from 'node:zlib';

/** Kilobytes of 1,000 bytes, gzip. */
export const BUDGET = { '.js': 250, '.css': 30 };

/** The files that a page names as scripts, preloaded modules and styles, and the modules that those import at once. */
export function initialFiles(folder) {
  const html = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const found = new Set();
  const add = (file) => {
    if (found.has(file)) return;
    found.add(file);
    if (!file.endsWith('.js')) return;
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const [, other] of text.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+\.js)"/g)) add(other);
  };
  for (const [, file] of html.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css))"/g)) add(file);
  return [...found];
}

/** Prints the weight of a build; false when it is above the budget. */
export function weigh(folder, limits = BUDGET, write = (line) => process.stdout.write(line)) {
  const sums = {};
  for (const file of initialFiles(folder)) {
    const kind = path.extname(file);
    sums[kind] = (sums[kind] ?? 0) + gzipSync(readFileSync(path.join(folder, file)), { level: 9 }).length / 1000;
  }
  if (!sums['.js']) throw new Error('index.html names no script');
  return Object.entries(limits).every(([kind, limit]) => {
    const size = sums[kind] ?? 0;
    write(
      `initial ${kind.slice(1)}: ${size.toFixed(1)} of at most ${limit} KB gzip${size > limit ? ', too much' : ''}\n`,
    );
    return size <= limit;
  });
}

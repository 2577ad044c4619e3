#!/usr/bin/env node
// Looks before it loads: an old Node would fail later with a riddle, and a checkout without a build has nothing to load.
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const main = new URL('../dist/main.js', import.meta.url);

function stop(message, remedy) {
  if (process.argv.includes('--json')) {
    const error = { code: 'UNEXPECTED', message, remedy, auditId: null };
    process.stdout.write(`${JSON.stringify({ error })}\n`);
  }
  process.stderr.write(`Error: ${message}\nWhat to do: ${remedy}\n`);
  process.exitCode = 1;
}

if (major < 24 || (major === 24 && minor < 15)) {
  stop(`DQ0 needs Node 24.15 or newer; this is ${process.versions.node}.`, 'Run npm start once, then use ./dq0.');
} else if (!existsSync(main)) {
  stop('Nothing is built here yet.', 'Run: npm start');
} else {
  // Only here: an older Node has no such export, and must get as far as the advice above.
  const { enableCompileCache } = await import('node:module');
  enableCompileCache(fileURLToPath(new URL('../dist/.compile-cache', import.meta.url)));
  const { main: run } = await import(main.href);
  await run(process.argv.slice(2));
}

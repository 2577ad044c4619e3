// Writes dist/oclif.manifest.json, so that a command loads its own code and none of the others. Run after tsc.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readManifest } from '../dist/program.js';

const file = fileURLToPath(new URL('../dist/oclif.manifest.json', import.meta.url));
writeFileSync(file, `${JSON.stringify(await readManifest(), undefined, 2)}\n`);

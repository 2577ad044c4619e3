import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { demoConfig } from '../demo/config/demo-config.ts';
import { generatedFiles } from './generated-files.ts';

const { checkout } = demoConfig();
for (const [name, text] of Object.entries(generatedFiles())) {
  const file = path.join(checkout, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`  ${name}\n`);
}

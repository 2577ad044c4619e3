import path from 'node:path';
import process from 'node:process';
import { build, install } from './install.mjs';
import { entry, foreground, node24, root } from './steps.mjs';

await entry(async () => {
  await install({ everything: true });
  await build();
  return foreground(node24(), [path.join(root, 'tools', 'dist', 'generate', 'main.js'), ...process.argv.slice(2)]);
});

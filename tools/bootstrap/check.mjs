// npm run check: types, format, lint and unit tests; quick enough to run before each commit.
import path from 'node:path';
import { build, install } from './install.mjs';
import { entry, foreground, node24, root } from './steps.mjs';

await entry(async () => {
  await install({ everything: true });
  await build();
  const parts = ['types', 'format', 'lint', 'unit'];
  return foreground(node24(), [path.join(root, 'tools', 'dist', 'test-run', 'main.js'), ...parts]);
});

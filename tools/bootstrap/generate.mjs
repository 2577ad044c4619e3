import path from 'node:path';
import process from 'node:process';
import { build, install } from './install.mjs';
import { entry, foreground, node24, root } from './steps.mjs';

await entry(async () => {
  await install({ everything: true });
  await build();
  const run = (...parts) => foreground(node24(), parts);
  const written = await run(path.join(root, 'tools', 'dist', 'generate', 'main.js'), ...process.argv.slice(2));
  if (written !== 0) return written;
  // A plugin names the digest of its own files: what was changed on purpose is signed here.
  const catalog = path.join(root, 'apps', 'service', 'dist', 'plugin-catalog', 'main.js');
  return run(catalog, 'sign', path.join(root, 'apps', 'plugins', 'sql'));
});

// npm run stop: ends the quarantine that npm start runs here.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { entry, foreground, node24, note, root } from './steps.mjs';

await entry(async () => {
  const main = path.join(root, 'tools', 'dist', 'demo', 'main.js');
  if (!existsSync(main)) {
    note('Nothing runs: DQ0 was never started here.');
    return 0;
  }
  return foreground(node24(), [main, 'stop']);
});

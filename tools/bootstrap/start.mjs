// npm start: installs what the first answer needs, starts the quarantine, asks the README's questions.
import path from 'node:path';
import process from 'node:process';
import { build, install } from './install.mjs';
import { elapsedSeconds, entry, foreground, node24, note, root } from './steps.mjs';

await entry(async () => {
  note('Preparing DQ0');
  await install({ everything: false });
  await build();
  return foreground(
    node24(),
    [path.join(root, 'tools', 'dist', 'demo', 'main.js'), 'start', ...process.argv.slice(2)],
    {
      DQ0_INSTALL_SECONDS: String(elapsedSeconds()),
    },
  );
});

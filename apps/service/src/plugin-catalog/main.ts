import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { digestPlugin, readPluginFiles } from './plugin-files.ts';
import { MANIFEST } from './read-plugin-manifest.ts';

const usage = 'Usage: node dist/plugin-catalog/main.js digest|sign PLUGIN_FOLDER\n';

/** `digest` prints a plugin's digest; `sign` writes it into its manifest, for authors who changed the plugin. */
async function main([command, folder]: readonly string[]): Promise<number> {
  if ((command !== 'digest' && command !== 'sign') || folder === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const file = path.join(folder, MANIFEST);
  const unsigned = `${readFileSync(file, 'utf8')
    .replace(/^digest:.*(\n|$)/m, '')
    .trimEnd()}\n`;
  if (command === 'sign') writeFileSync(file, unsigned);
  const digest = await digestPlugin(readPluginFiles(folder));
  if (command === 'sign') writeFileSync(file, `${unsigned}digest: ${digest}\n`);
  process.stdout.write(`${digest}\n`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));

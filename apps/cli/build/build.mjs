// Builds the command line into dist: looking for and loading several hundred modules took longer than most commands.
// Each command stays a file of its own beside what it shares with others, and a manifest tells oclif about all.
import { globSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';

const source = path.resolve(import.meta.dirname, '../src');
const dist = path.resolve(import.meta.dirname, '../dist');
const entries = globSync(['main.ts', 'program.ts', 'help/help.ts', 'commands/**/*.ts'], { cwd: source });

const bundle = await rolldown({
  input: Object.fromEntries(entries.map((file) => [file.slice(0, -'.ts'.length), path.join(source, file)])),
  platform: 'node',
  tsconfig: path.resolve(import.meta.dirname, '../tsconfig.json'),
  resolve: { conditionNames: ['@dq0/source', 'node', 'import', 'default'] },
  // The gateway's server is for two commands only; oclif asks for a compiler that nobody uses here.
  external: [/^@?fastify(\/|$)/, 'typescript'],
});
const { output } = await bundle.write({
  dir: dist,
  format: 'esm',
  chunkFileNames: '[name]-[hash].js',
  keepNames: true,
});
await bundle.close();

const built = new Set(output.map(({ fileName }) => path.normalize(fileName)));
for (const file of globSync('**/*.js', { cwd: dist })) {
  if (!built.has(file)) rmSync(path.join(dist, file));
}

const { readManifest } = await import('../dist/program.js');
writeFileSync(path.join(dist, 'oclif.manifest.json'), `${JSON.stringify(await readManifest(), undefined, 2)}\n`);

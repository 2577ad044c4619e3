// Builds the command line into dist: looking for and loading several hundred modules took longer than most commands.
// Each command stays a file of its own beside what it shares with others, and a manifest tells oclif about all.
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
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
const { output } = await bundle.generate({
  format: 'esm',
  chunkFileNames: '[name]-[hash].js',
  keepNames: true,
});
await bundle.close();

/** Other commands may start meanwhile: each finds a whole file, the old one or the new one. */
function replace(name, text) {
  const file = path.join(dist, name);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(path.dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, text);
  renameSync(part, file);
}

// What is shared has names of its own for each content and comes before those that load it.
const shared = output.filter(({ isEntry }) => !isEntry);
const loading = output.filter(({ isEntry }) => isEntry);
for (const { fileName, code } of [...shared, ...loading]) replace(fileName, code);
const { readManifest } = await import('../dist/program.js');
replace('oclif.manifest.json', `${JSON.stringify(await readManifest(), undefined, 2)}\n`);

const built = new Set(output.map(({ fileName }) => path.normalize(fileName)));
for (const file of globSync('**/*.js', { cwd: dist })) {
  if (!built.has(file)) rmSync(path.join(dist, file));
}

// Builds Studi0 for the browser with Angular's builder, without Angular's command line, and holds it to its budget.
// `--watch` builds again on every change.
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { weigh } from './budget.ts';
import { compress } from './compress.ts';

const studio = path.resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
// The builder's own copies: two of them in one process would not know each other's builders.
const ofBuilder = createRequire(require.resolve('@angular/build'));
const { Architect } = ofBuilder('@angular-devkit/architect');
const { WorkspaceNodeModulesArchitectHost } = ofBuilder('@angular-devkit/architect/node');
const { json, logging } = ofBuilder('@angular-devkit/core');

const watch = process.argv.includes('--watch');
const target = { project: 'studio', target: 'build' };
const options = {
  browser: 'src/main.ts',
  index: 'src/index.html',
  tsConfig: 'tsconfig.json',
  outputPath: { base: 'dist', browser: 'browser' },
  styles: ['src/styles/studio.css'],
  assets: [{ glob: '**/*', input: 'public', output: '/' }],
  conditions: ['@dq0/source', 'module'],
  // The gateway forbids inline scripts; critical styles come as a file like all others.
  optimization: { scripts: true, styles: { minify: true, inlineCritical: false }, fonts: false },
  deployUrl: '/',
  outputHashing: 'all',
  watch,
  progress: false,
};
const workspace = {
  getBuilderName: async () => '@angular/build:application',
  getMetadata: async () => ({ root: '', sourceRoot: 'src', cli: { cache: { enabled: true, path: 'dist/.cache' } } }),
  getOptions: async () => options,
  hasTarget: async () => true,
  getDefaultConfigurationName: async () => undefined,
};

const logger = new logging.Logger('studio');
logger.subscribe(({ level, message }) => {
  if (level === 'warn' || level === 'error' || level === 'fatal') process.stderr.write(`${message}\n`);
});
const registry = new json.schema.CoreSchemaRegistry();
registry.addPostTransform(json.schema.transforms.addUndefinedDefaults);
process.chdir(studio);
const architect = new Architect(new WorkspaceNodeModulesArchitectHost(workspace, studio), registry);
const run = await architect.scheduleTarget(target, {}, { logger });

if (watch) {
  run.output.subscribe(({ success }) => process.stdout.write(success ? 'built\n' : 'failed\n'));
} else {
  const { success } = await run.lastOutput;
  await run.stop();
  const browser = path.join(studio, 'dist', 'browser');
  if (success) compress(browser);
  process.exitCode = success && weigh(browser) ? 0 : 1;
}

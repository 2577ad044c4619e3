import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Config, Errors, run, settings, type Interfaces } from '@oclif/core';
import { packageFolder } from './config/package-folder.ts';
import { missingCommand, unexpectedWords, unknownCommand } from './errors/unknown-command.ts';

const dist = path.join(packageFolder, 'dist');

/** The version in package.json, the one place that holds it. */
export function readVersion(): string {
  const file = readFileSync(path.join(packageFolder, 'package.json'), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}

/** oclif's settings stand here, and its root is the built code: what is generated stays out of the sources. */
function loadOptions(): { root: string; pjson: Interfaces.PJSON } {
  settings.enableAutoTranspile = false;
  return {
    root: dist,
    pjson: {
      name: 'dq0',
      version: readVersion(),
      type: 'module',
      oclif: {
        bin: 'dq0',
        dirname: 'dq0',
        description: 'Ask questions about data that never leave their quarantine.',
        commands: './commands',
        topicSeparator: ' ',
        helpClass: './help/help.js',
        additionalHelpFlags: ['-h'],
        topics: {
          proxy: { description: 'the proxies and the platform behind them' },
          user: { description: 'registration, login, applicants and users' },
          data: { description: 'data sets: import, publish, describe, sample, budget, export' },
          budget: { description: 'budget accounts: prices, what was spent, and what is left' },
          'budget:quota': { description: 'parts of an account for people and groups' },
          'data:credential': { description: 'what opens your databases, sealed to the quarantine' },
          device: { description: 'your devices and machines' },
          passkey: { description: 'what logs you in without a password and signs your decisions' },
          policy: { description: 'who may ask what, and within which bounds' },
          query: { description: 'questions: price, run, results' },
          run: { description: 'jobs of every kind, with their checks' },
          audit: { description: 'the tamper-evident record' },
          server: { description: 'the REST interface on this machine' },
          demo: { description: 'see for yourself' },
        },
      },
    },
  };
}

/** @throws UsageError for a command that does not exist; whatever a command throws */
export async function runProgram(argv: string[]): Promise<void> {
  const options = loadOptions();
  const missing = missingCommand(argv, Object.keys(options.pjson.oclif.topics ?? {}));
  if (missing) throw missing;
  try {
    await run(argv, options);
  } catch (error) {
    if (!(error instanceof Errors.CLIError) || !/^command .+ not found$/i.test(error.message)) throw error;
    const { commandIDs } = await Config.load(options);
    const unexpected = unexpectedWords(argv, commandIDs);
    if (unexpected) throw unexpected;
    throw unknownCommand(
      argv.filter((word) => !word.startsWith('-')),
      commandIDs,
    );
  }
}

/** Everything about the commands that is needed to choose, complete and explain one without loading it. */
export async function readManifest(): Promise<unknown> {
  const config = await Config.load({ ...loadOptions(), ignoreManifest: true });
  const [plugin] = config.getPluginsList() as (Interfaces.Plugin & { readonly manifest: unknown })[];
  return plugin?.manifest;
}

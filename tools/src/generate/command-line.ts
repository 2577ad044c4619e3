import { readFileSync } from 'node:fs';
import path from 'node:path';
import { demoConfig } from '../demo/config/demo-config.ts';

interface Described {
  readonly summary?: string;
  readonly args: Readonly<Record<string, Described>>;
  readonly flags: Readonly<Record<string, Described>>;
  readonly required?: boolean;
  readonly options?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
  readonly type?: string;
  readonly allowNo?: boolean;
  readonly multiple?: boolean;
  readonly char?: string;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(demoConfig().checkout, 'apps', 'cli', name), 'utf8'));

/** The version of the command line, and so of the gateway. */
export const readVersion = (): string => (read('package.json') as { version: string }).version;

/** What scripts may rely on of the command line: commands, their arguments and flags; out of the built manifest. */
export function commandLine(): unknown {
  const { commands } = read('dist/oclif.manifest.json') as { commands: Readonly<Record<string, Described>> };
  const sorted = Object.entries(commands).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([id, { summary, args, flags }]) => [
      id.replaceAll(':', ' '),
      { summary, args: surface(args), flags: surface(flags) },
    ]),
  );
}

function surface(members: Readonly<Record<string, Described>>): unknown {
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => {
      const { required, options, default: usual, description, type, allowNo, multiple, char } = member;
      return [name, { description, type, char, required, multiple, allowNo, options, default: usual }];
    }),
  );
}

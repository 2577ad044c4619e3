import { parseArgs } from 'node:util';
import type { PlatformPorts } from '../config/platform-ports.ts';
import { verifyAudit } from './audit-verify.command.ts';
import { backup } from './backup.command.ts';
import { UsageError, type CommandResult } from './command.ts';
import { doctor } from './doctor.command.ts';
import { init } from './init.command.ts';
import { migrate } from './migrate.command.ts';
import { restore } from './restore.command.ts';

const USAGE = `Usage, inside the quarantine:
  dq0-platform init --admin EMAIL [--proxy ORIGIN]...   keys, database, and the first administrator's code
  dq0-platform migrate                                  bring the database to this program's schema
  dq0-platform backup [FOLDER]                          copy the database, while the platform runs
  dq0-platform restore FILE                             set the stopped platform back to a backup
  dq0-platform doctor                                   say what is missing, and what to do
  dq0-platform audit verify                             walk the audit chain; exit 8 when it is broken
Each takes --json. DQ0_PLATFORM_HOME names the state folder.`;

interface Words {
  readonly positionals: readonly string[];
  readonly values: { readonly admin?: string; readonly proxy?: readonly string[]; readonly json?: boolean };
}

/** @throws UsageError, or whatever the command throws */
export async function runCommand(
  args: readonly string[],
  ports: () => PlatformPorts,
): Promise<{ readonly result: CommandResult; readonly json: boolean }> {
  const { positionals, values } = read(args);
  const { admin, proxy, json = false } = values;
  const commands = new Map<string, () => Promise<CommandResult>>([
    ['init', () => init(ports(), { admin, proxies: proxy?.flatMap((text) => text.split(',')) ?? [] })],
    ['migrate', () => migrate(ports())],
    ['doctor', () => doctor(ports())],
    ['audit verify', () => verifyAudit(ports())],
  ]);
  const [first = '', file, ...others] = positionals;
  const ofFile = new Map<string, () => Promise<CommandResult>>([
    ['backup', () => backup(ports(), file)],
    ['restore', () => restore(ports(), file)],
  ]);
  const command = commands.get(positionals.join(' ')) ?? (others.length === 0 ? ofFile.get(first) : undefined);
  if (command === undefined) throw new UsageError(USAGE);
  return { result: await command(), json };
}

function read(args: readonly string[]): Words {
  const options = {
    admin: { type: 'string' },
    proxy: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(USAGE, { cause: error });
  }
}

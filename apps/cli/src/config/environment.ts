import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Environment {
  /** Folder that holds one folder per profile. */
  readonly profiles: string;
  /** State of the demo in this checkout, where `demo proxy` looks for the proxy's file. */
  readonly home: string;
  /** Show stacks: for people who work on DQ0 itself. */
  readonly debug: boolean;
  readonly colour: boolean;
}

const code = path.dirname(fileURLToPath(import.meta.url));

/** Read once at start; the one place of the command line that looks at the environment. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env, from = code): Environment {
  const home = stateFolder(env, from);
  return {
    profiles: path.join(home, 'profiles'),
    home,
    debug: isSet(env['DQ0_DEBUG']),
    // https://no-color.org: any value but an empty one switches colour off.
    colour: !isSet(env['NO_COLOR']) && env['TERM'] !== 'dumb',
  };
}

/** `$DQ0_HOME`, else `.dq0` of the checkout that this program runs from, else the user's configuration folder. */
function stateFolder(env: NodeJS.ProcessEnv, from: string): string {
  if (isSet(env['DQ0_HOME'])) return path.resolve(env['DQ0_HOME']);
  const checkout = checkoutAround(from);
  if (checkout !== undefined) return path.join(checkout, '.dq0');
  const configuration = isSet(env['XDG_CONFIG_HOME']) ? env['XDG_CONFIG_HOME'] : path.join(homedir(), '.config');
  return path.join(configuration, 'dq0');
}

function checkoutAround(folder: string): string | undefined {
  if (existsSync(path.join(folder, 'nx.json')) && existsSync(path.join(folder, 'dq0'))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : checkoutAround(parent);
}

const isSet = (value: string | undefined): value is string => value !== undefined && value !== '';

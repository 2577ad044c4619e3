import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** What somebody else with an account on the same computer gets hold of. */
export interface Loot {
  /** Files below the state folder that can be read. */
  readonly files: readonly string[];
  /** Folders below it whose names can be listed. */
  readonly folders: readonly string[];
  /** Sockets that took a connection. */
  readonly sockets: readonly string[];
  /** Command lines and environments of processes that hold one of the secrets. */
  readonly processes: readonly string[];
  /** Status of requests to the gateway, by path. */
  readonly replies: Readonly<Record<string, number>>;
}

export interface Target {
  readonly home: string;
  readonly url: string;
  readonly secrets: readonly string[];
  readonly paths: readonly string[];
}

/** Runs the search as `nobody`, or with the rights of the test itself. */
export async function searchAs(uid: number | undefined, target: Target): Promise<Loot> {
  const script = fileURLToPath(new URL('./second-user-search.ts', import.meta.url));
  const env = { ...process.env, DQ0_SEARCH: JSON.stringify({ ...target, uid }) };
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const code = await Promise.race([ended, wait(60_000, undefined)]);
  if (code !== 0) throw new Error(`the search ended with ${String(code)}: ${told.slice(0, 1000)}`);
  return JSON.parse(told) as Loot;
}

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { end } from './test-quarantine.ts';

const debian = '/usr/lib/postgresql';
export const OWNER = { user: 'dq0', password: 'the password of the owner' };

/** Folder of the server's programs; undefined where there is none. */
export function postgresqlPrograms(): string | undefined {
  const versions = existsSync(debian) ? readdirSync(debian).sort().reverse() : [];
  return versions
    .map((version) => path.join(debian, version, 'bin'))
    .find((bin) => existsSync(path.join(bin, 'initdb')));
}

/** A PostgreSQL server in a folder of its own, on a free port of this machine. */
export class TestPostgresql {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'dq0-postgresql-'));
  readonly #programs: string;
  #server: ChildProcess | undefined;
  port = 0;

  constructor(programs: string) {
    this.#programs = programs;
  }

  async start(): Promise<void> {
    this.port = await freePort();
    const secret = path.join(this.#folder, 'password');
    writeFileSync(secret, OWNER.password);
    for (const file of [this.#folder, secret]) if (identity.uid) chownSync(file, identity.uid, identity.gid ?? 0);
    const data = path.join(this.#folder, 'data');
    const words = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', `--pwfile=${secret}`];
    const made = spawnSync(path.join(this.#programs, 'initdb'), ['-D', data, `--username=${OWNER.user}`, ...words], {
      ...identity,
      cwd: this.#folder,
    });
    if (made.status !== 0) throw new Error(made.stderr.toString());
    await this.resume();
  }

  /** Starts the server on what it has stored. */
  async resume(): Promise<void> {
    const settings = [`port=${this.port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${this.#folder}`];
    this.#server = spawn(
      path.join(this.#programs, 'postgres'),
      ['-D', path.join(this.#folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])],
      { ...identity, cwd: this.#folder, stdio: 'ignore' },
    );
    for (let tries = 0; this.#ask('SELECT 1') !== 0; tries += 1) {
      if (tries > 200) throw new Error('PostgreSQL did not start.');
      await pause(100);
    }
  }

  sql(text: string): void {
    if (this.#ask(text) !== 0) throw new Error(`PostgreSQL refused: ${text}`);
  }

  async stop(): Promise<void> {
    await end(this.#server, 'SIGQUIT');
    this.#server = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #ask(text: string): number | null {
    const words = [
      '-h',
      '127.0.0.1',
      '-p',
      `${this.port}`,
      '-U',
      OWNER.user,
      '-d',
      'postgres',
      '-v',
      'ON_ERROR_STOP=1',
    ];
    const env = { PGPASSWORD: OWNER.password, LC_ALL: 'C.UTF-8' };
    return spawnSync(path.join(this.#programs, 'psql'), [...words, '-q', '-c', text], { env }).status;
  }
}

/** Servers refuse to run as root; there they run as the user of Debian's package. */
const identity: { uid?: number; gid?: number } = process.getuid?.() === 0 ? numbersOf('postgres', 'nobody') : {};

function numbersOf(...names: string[]): { uid?: number; gid?: number } {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const fields = names.flatMap((name) => lines.filter((line) => line.startsWith(`${name}:`)))[0]?.split(':') ?? [];
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

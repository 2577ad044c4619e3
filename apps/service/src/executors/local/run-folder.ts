import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of one run. `in` is put together by the service, `out` belongs to the plugin, the rest to the supervisor. */
export class RunFolder {
  readonly name: string;
  readonly path: string;

  constructor(runs: string, name: string) {
    this.name = name;
    this.path = path.join(runs, name);
  }

  static all(runs: string): RunFolder[] {
    return existsSync(runs) ? readdirSync(runs).map((name) => new RunFolder(runs, name)) : [];
  }

  get inputs(): string {
    return path.join(this.path, 'in');
  }

  get outputs(): string {
    return path.join(this.path, 'out');
  }

  get record(): string {
    return path.join(this.path, 'record.ndjson');
  }

  get launchFile(): string {
    return path.join(this.path, 'launch.json');
  }

  kept(sha256: string): string {
    return path.join(this.path, 'kept', sha256);
  }

  /** `uid`: who writes the outputs, when it is not the service itself. */
  make(uid: number | undefined): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    mkdirSync(this.inputs, { mode: 0o755 });
    mkdirSync(this.outputs, { mode: 0o700 });
    if (uid !== undefined) chownSync(this.outputs, uid, uid);
  }

  writeLaunch(launch: object): void {
    writeFileSync(this.launchFile, JSON.stringify(launch), { mode: 0o600 });
  }

  /** The supervisor, when it lives: its id and start time name one process for good. */
  supervisor(): number | undefined {
    const file = path.join(this.path, 'supervisor.json');
    if (!existsSync(file)) return undefined;
    const { pid, startTicks } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; startTicks: number };
    return startTicksOf(pid) === startTicks ? pid : undefined;
  }

  wipeData(): void {
    rmSync(this.inputs, { recursive: true, force: true });
    rmSync(this.outputs, { recursive: true, force: true });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Field 22 of `/proc/PID/stat`, counted behind the program's name, which may hold anything. Zombies count as ended. */
function startTicksOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : Number(fields[19]);
  } catch {
    return undefined;
  }
}

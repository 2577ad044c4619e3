import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One quarantine's folder: every process keeps its state in a room of its own under it. */
export class StateFolder {
  readonly home: string;
  /** Python environments and the Redis binary: built once, shared by throw-away states. */
  readonly cache: string;

  constructor(home: string, cache: string) {
    this.home = home;
    this.cache = cache;
  }

  static throwAway(parent: StateFolder): StateFolder {
    return new StateFolder(path.join(parent.home, `once-${process.pid}`), parent.cache);
  }

  readonly at = (...parts: string[]): string => path.join(this.home, ...parts);

  /** Makes a folder that only this user may enter. */
  folder(...parts: string[]): string {
    const folder = this.at(...parts);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  write(name: string, text: string): string {
    const file = this.at(name);
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return file;
  }

  read(name: string): string | undefined {
    try {
      return readFileSync(this.at(name), 'utf8');
    } catch {
      return undefined;
    }
  }

  remove(...parts: string[]): void {
    rmSync(this.at(...parts), { recursive: true, force: true });
  }
}

import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors/usage-error.ts';

/** Files of one folder that nobody but this user may read: mode 0600 in a folder 0700, replaced in one step. */
export class PrivateFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  read(name: string): string | undefined {
    try {
      return readFileSync(path.join(this.folder, name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw this.#unusable('read', error);
    }
  }

  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    const draft = `${file}.${process.pid}.new`;
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      writeFileSync(draft, text, { mode: 0o600 });
      chmodSync(draft, 0o600);
      renameSync(draft, file);
    } catch (error) {
      throw this.#unusable('written', error);
    }
  }

  remove(name: string): void {
    rmSync(path.join(this.folder, name), { force: true });
  }

  /** Permission bits of a file, or undefined where it does not exist. */
  mode(name: string): number | undefined {
    try {
      return statSync(path.join(this.folder, name)).mode & 0o777;
    } catch {
      return undefined;
    }
  }

  #unusable(how: 'read' | 'written', error: unknown): UsageError {
    const { code } = error as NodeJS.ErrnoException;
    return new UsageError(
      `The folder ${this.folder} cannot be ${how}${code === undefined ? '' : ` (${code})`}.`,
      'Check its permissions and the space on its disk, or set DQ0_HOME to another folder.',
    );
  }
}

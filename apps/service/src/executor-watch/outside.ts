import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newMessageId } from '@dq0/encryption';

/**
 * Things of this machine that a job must not reach. Nothing but the sandbox stands before them: the file may be read and
 * the folder written by everybody, and whoever shares the network of the service reaches its abstract socket.
 */
export class Outside {
  readonly file: string;
  readonly folder: string;
  readonly network = `dq0-check-${newMessageId()}`;
  readonly #place: string;
  readonly #server: Server;

  private constructor() {
    this.#place = mkdtempSync(path.join(tmpdir(), 'dq0-check-'));
    chmodSync(this.#place, 0o755);
    this.file = path.join(this.#place, 'file');
    writeFileSync(this.file, 'of the machine outside');
    chmodSync(this.file, 0o644);
    this.folder = path.join(this.#place, 'folder');
    mkdirSync(this.folder);
    chmodSync(this.folder, 0o777);
    this.#server = createServer((socket) => socket.destroy());
  }

  static async open(): Promise<Outside> {
    const outside = new Outside();
    await new Promise<void>((resolve, reject) => {
      outside.#server.once('error', reject).listen(`\0${outside.network}`, resolve);
    });
    return outside;
  }

  close(): void {
    this.#server.close();
    rmSync(this.#place, { recursive: true, force: true });
  }
}

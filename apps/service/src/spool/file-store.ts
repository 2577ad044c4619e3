import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { ServiceConfig } from '../config/index.ts';

/** Outputs by SHA-256. A file enters by a rename of one that is already on the disk, so it is there whole or not at all. */
@Injectable()
export class FileStore {
  readonly #folder: string;

  constructor(config: ServiceConfig) {
    this.#folder = config.folder('spool', 'files');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
  }

  /** Takes over a file that was fsynced under its digest; nothing to do when a restart finds it taken already. */
  adopt(file: string, sha256: string): void {
    const place = this.#place(sha256);
    if (existsSync(file)) renameSync(file, place);
    else if (!existsSync(place)) throw new Error('An output that was reported is not on the disk.');
    const folder = openSync(this.#folder, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }

  read(sha256: string): Readable {
    return createReadStream(this.#place(sha256));
  }

  /** Digests of all that is kept. */
  all(): string[] {
    return readdirSync(this.#folder);
  }

  remove(sha256: string): void {
    rmSync(this.#place(sha256), { force: true });
  }

  #place(sha256: string): string {
    return path.join(this.#folder, sha256);
  }
}

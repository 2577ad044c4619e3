import { statfs } from 'node:fs/promises';

export interface DiskSpace {
  /** That this process may still write. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** The disk that holds the platform's state, as a port: tests bring a full one. */
export abstract class Disk {
  abstract space(): Promise<DiskSpace>;
}

export class FolderDisk extends Disk {
  readonly #folder: string;

  constructor(folder: string) {
    super();
    this.#folder = folder;
  }

  override async space(): Promise<DiskSpace> {
    const { bavail, blocks, bsize } = await statfs(this.#folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  }
}

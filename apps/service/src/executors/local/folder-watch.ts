import { watch } from 'node:fs';

/** Notices changes in a folder from the moment it is made, so that looking and then waiting misses nothing. */
export class FolderWatch {
  readonly #changed = Promise.withResolvers<undefined>();
  readonly #watcher: { close(): void } | undefined;

  constructor(folder: string) {
    try {
      const watcher = watch(folder, () => this.#changed.resolve(undefined));
      watcher.on('error', () => this.#changed.resolve(undefined));
      this.#watcher = watcher;
    } catch {
      // The folder has gone, or the machine has no watches left: the timer of `wait` is the slower way to the same end.
      this.#watcher = undefined;
    }
  }

  /** Until something has changed, `other` settles, or the time (milliseconds) is over. */
  async wait(milliseconds: number, other: Promise<unknown>): Promise<void> {
    const timer = setTimeout(() => this.#changed.resolve(undefined), milliseconds);
    await Promise.race([this.#changed.promise, other]);
    clearTimeout(timer);
  }

  close(): void {
    this.#watcher?.close();
  }
}

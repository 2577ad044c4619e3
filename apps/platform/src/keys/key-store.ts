import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

const SUFFIX = '.jwk';

/** Keeps the private keys. Ports of the same shape may hold them in a passphrase-protected file or a device. */
export abstract class KeyStore {
  /** @throws KeyStoreError when there is none, or others may read it */
  abstract read(name: string): string;
  /** Durable on return. @throws KeyStoreError when one of this name exists: a key is never overwritten */
  abstract write(name: string, text: string): void;
  abstract has(name: string): boolean;
  /** Of all keys, in no order. */
  abstract names(): string[];
  /** Durable on return; nothing happens when there is none. */
  abstract destroy(name: string): void;
}

export class KeyStoreError extends Error {
  readonly code: 'KEY_MISSING' | 'KEY_EXPOSED' | 'KEY_EXISTS';

  constructor(code: 'KEY_MISSING' | 'KEY_EXPOSED' | 'KEY_EXISTS', message: string) {
    super(message);
    this.name = 'KeyStoreError';
    this.code = code;
  }
}

/** One file a key, mode 0600, in a folder of mode 0700. */
export class FileKeyStore extends KeyStore {
  readonly #folder: string;

  constructor(folder: string) {
    super();
    this.#folder = folder;
  }

  override read(name: string): string {
    const file = this.#file(name);
    if (!existsSync(file)) {
      throw new KeyStoreError('KEY_MISSING', `There is no key ${name}. Run: dq0-platform init --admin EMAIL`);
    }
    if ((statSync(file).mode & 0o077) !== 0) {
      throw new KeyStoreError(
        'KEY_EXPOSED',
        `Others may read the key ${name}. Run: chmod 600 on its file, then make new keys.`,
      );
    }
    return readFileSync(file, 'utf8');
  }

  override write(name: string, text: string): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    if (this.has(name)) throw new KeyStoreError('KEY_EXISTS', `A key ${name} exists and is not overwritten.`);
    const file = openSync(this.#file(name), 'wx', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    this.#sync();
  }

  override has(name: string): boolean {
    return existsSync(this.#file(name));
  }

  override names(): string[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .filter((file) => file.endsWith(SUFFIX))
      .map((file) => file.slice(0, -SUFFIX.length));
  }

  override destroy(name: string): void {
    rmSync(this.#file(name), { force: true });
    this.#sync();
  }

  #sync(): void {
    const folder = openSync(this.#folder, 'r');
    fsyncSync(folder);
    closeSync(folder);
  }

  #file(name: string): string {
    return path.join(this.#folder, `${name}${SUFFIX}`);
  }
}

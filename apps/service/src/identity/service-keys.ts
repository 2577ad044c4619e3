import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { exportPrivateKey, generateEncryptionKey, importEncryptionKey, type EncryptionKey } from '@dq0/encryption';
import { Injectable } from '@nestjs/common';
import { ServiceConfig } from '../config/index.ts';

/** The service's own key: grants are sealed to it, and its thumbprint is the service's name. */
@Injectable()
export class ServiceKeys {
  readonly #config: ServiceConfig;
  #key: Promise<EncryptionKey> | undefined;

  constructor(config: ServiceConfig) {
    this.#config = config;
  }

  /** Made on first use; a file that only this user may read. */
  encryption(): Promise<EncryptionKey> {
    this.#key ??= this.#load();
    return this.#key;
  }

  async #load(): Promise<EncryptionKey> {
    const folder = this.#config.folder('keys');
    const file = this.#config.folder('keys', 'encryption.jwk');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    if (existsSync(file)) return importEncryptionKey(readFileSync(file, 'utf8'));
    const key = await generateEncryptionKey();
    writeFileSync(`${file}.new`, await exportPrivateKey(key), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
    return key;
  }
}

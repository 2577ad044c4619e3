import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { PrivateFiles } from '../session/private-files.ts';

/** What programs of this user need to find a running gateway. */
export interface GatewayNote {
  readonly url: string;
  readonly profile: string;
  readonly tokenFile: string;
  readonly pid: number;
}

/** Token and address of a running gateway: mode 0600 in the folder `gateway` of the state folder, 0700. */
export class GatewayFiles {
  readonly #files: PrivateFiles;
  readonly #port: number;

  constructor(home: string, port: number) {
    const folder = path.join(home, 'gateway');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    this.#files = new PrivateFiles(folder);
    this.#port = port;
  }

  get tokenFile(): string {
    return path.join(this.#files.folder, `${this.#port}.token`);
  }

  write(token: string, note: GatewayNote): void {
    this.#files.write(`${this.#port}.token`, `${token}\n`);
    this.#files.write(`${this.#port}.json`, `${JSON.stringify(note)}\n`);
  }

  /** A gateway that has ended leaves no token behind. */
  remove(): void {
    this.#files.remove(`${this.#port}.token`);
    this.#files.remove(`${this.#port}.json`);
  }
}

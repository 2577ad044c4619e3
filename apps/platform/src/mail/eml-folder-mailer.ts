import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { composeMail } from './compose-mail.ts';
import { Mailer, type Mail } from './mailer.ts';

const FROM = { name: 'DQ0', address: 'dq0@localhost' };

/** Writes each mail as one `.eml` file that appears whole; names sort by time. Delivering twice leaves one file. */
export class EmlFolderMailer extends Mailer {
  readonly #folder: string;

  constructor(folder: string) {
    super();
    this.#folder = folder;
  }

  override async deliver(mail: Mail): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const name = `${mail.date.toISOString().replaceAll(':', '-')}-${mail.id}.eml`;
    const unfinished = path.join(this.#folder, `.${name}.part`);
    const file = await open(unfinished, 'w', 0o600);
    try {
      await file.writeFile(composeMail(mail, FROM));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path.join(this.#folder, name));
    await this.#syncFolder();
  }

  async #syncFolder(): Promise<void> {
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}

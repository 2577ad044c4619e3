import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLogger } from '@dq0/node/logging';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { temporaryDatabase, type TemporaryDatabase } from '../../testing/temporary-database.ts';
import { temporaryFolder, type TemporaryFolder } from '../../testing/temporary-folder.ts';
import { ProcessLog } from '../log/platform-log.ts';
import { EmlFolderMailer } from './eml-folder-mailer.ts';
import { MailRepository } from './mail.repository.ts';
import { MailService } from './mail.service.ts';

let database: TemporaryDatabase;
let folder: TemporaryFolder;
let service: MailService;
let mailbox: string;

beforeEach(async () => {
  database = await temporaryDatabase();
  folder = temporaryFolder();
  mailbox = path.join(folder.path, 'mail');
  const log = new ProcessLog(createLogger({ process: 'platform', stream: { write: () => undefined } }));
  service = new MailService(
    new FakeClock(),
    database.unitOfWork,
    new MailRepository(),
    new EmlFolderMailer(mailbox),
    log,
  );
});
afterEach(async () => {
  await service.onApplicationShutdown();
  await database.remove();
  folder.remove();
});

const queue = (to: string): void =>
  database.unitOfWork.write((writing) => service.queue(writing, { to, subject: 'Hello', text: 'Code: ABCD' }));
const files = (): string[] => {
  try {
    return readdirSync(mailbox);
  } catch {
    return [];
  }
};
const waiting = (): number =>
  database.unitOfWork.read((reading) => reading.all('SELECT 1 FROM mail_outbox WHERE body IS NOT NULL')).length;

describe('mail', () => {
  it('leaves after the commit, as one whole file, and its text is erased', async () => {
    queue('ada@example.org');
    await expect.poll(waiting).toBe(0);
    const [name] = files();
    expect(files()).toHaveLength(1);
    expect(name).toMatch(/^2026-11-24T08-00-00\.000Z-.*\.eml$/);
    expect(readFileSync(path.join(mailbox, name ?? ''), 'utf8')).toContain('To: ada@example.org\r\n');
  });

  it('does not leave when what it tells of was rolled back', async () => {
    const work = (): unknown =>
      database.unitOfWork.write((writing) => {
        service.queue(writing, { to: 'ada@example.org', subject: 'Hello', text: 'x' });
        throw new Error('no');
      });
    expect(work).toThrow('no');
    queue('later@example.org');
    await expect.poll(waiting).toBe(0);
    expect(files()).toHaveLength(1);
  });

  it('waits while the folder cannot be written, and leaves then', async () => {
    writeFileSync(mailbox, 'in the way');
    queue('ada@example.org');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(waiting()).toBe(1);
    rmSync(mailbox);
    service.onApplicationBootstrap();
    await expect.poll(waiting).toBe(0);
    expect(files()).toHaveLength(1);
  });
});

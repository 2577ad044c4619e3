import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLogger } from '@dq0/node/logging';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { temporaryDatabase, type TemporaryDatabase } from '../../testing/temporary-database.ts';
import { temporaryFolder, type TemporaryFolder } from '../../testing/temporary-folder.ts';
import { readSmtpUrl, type SmtpSettings } from '../config/smtp-settings.ts';
import { ProcessLog } from '../log/platform-log.ts';
import { MailRefused } from './mail-refused.ts';
import { MailRepository } from './mail.repository.ts';
import { MailService } from './mail.service.ts';
import type { Mail } from './mailer.ts';
import { SmtpMailer, transportOptions } from './smtp-mailer.ts';

const MAIL: Mail = {
  id: 'an-id',
  to: 'ada@example.org',
  subject: 'Your code',
  text: '.\n..two dots\nCode: K7QF-2MXP\n',
  date: new Date('2026-11-24T08:05:09Z'),
};

let folder: TemporaryFolder;
let server: SMTPServer | undefined;
let received: { readonly from: string; readonly to: readonly string[]; readonly text: string }[];

beforeEach(() => {
  folder = temporaryFolder();
  received = [];
});
afterEach(async () => {
  await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  server = undefined;
  folder.remove();
});

/** A mail server on loopback that keeps what it took. @param judge refuses a recipient by an answer of its own */
async function serve(options: SMTPServerOptions = {}, judge: (to: string) => number | undefined = () => undefined) {
  server = new SMTPServer({
    authOptional: true,
    onRcptTo: ({ address }, _session, done) => {
      const status = judge(address);
      done(status === undefined ? null : Object.assign(new Error('no'), { responseCode: status }));
    },
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        received.push({ from, to, text: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return (server.server.address() as { port: number }).port;
}

const settings = (port: number, more: Partial<SmtpSettings> = {}): SmtpSettings => ({
  ...readSmtpUrl(`smtp://127.0.0.1:${port}`),
  from: 'dq0@example.org',
  credentialsFile: undefined,
  ...more,
});
const deliver = (port: number, more: Partial<SmtpSettings> = {}, mail = MAIL) =>
  new SmtpMailer(settings(port, more)).deliver(mail);

/** Key and certificate for localhost that nobody signed. */
function selfSigned(): { key: string; cert: string } {
  const [key, cert] = [path.join(folder.path, 'key.pem'), path.join(folder.path, 'cert.pem')];
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'];
  execFileSync('openssl', [...words, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

describe('mail by SMTP', () => {
  it('arrives as it was composed, from the address of the platform', async () => {
    await deliver(await serve({ disabledCommands: ['STARTTLS', 'AUTH'] }));
    expect(received).toMatchObject([{ from: 'dq0@example.org', to: ['ada@example.org'] }]);
    const text = received[0]?.text ?? '';
    for (const line of ['From: DQ0 <dq0@example.org>', 'Message-ID: <an-id@example.org>', 'Code: K7QF-2MXP']) {
      expect(text).toContain(`${line}\r\n`);
    }
    expect(text).toContain('\r\n\r\n.\r\n..two dots\r\n');
  });

  it('logs in with user and password out of a file that nobody else may read', async () => {
    const file = path.join(folder.path, 'smtp');
    writeFileSync(file, 'platform\na password of the server\n', { mode: 0o600 });
    const port = await serve({
      authOptional: false,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        username === 'platform' && password === 'a password of the server'
          ? done(null, { user: username })
          : done(new Error('no')),
    });
    await deliver(port, { credentialsFile: file });
    expect(received).toHaveLength(1);
    writeFileSync(file, 'platform\nanother\n');
    await expect(deliver(port, { credentialsFile: file })).rejects.toThrow();
    await expect(deliver(port)).rejects.toThrow();
    chmodSync(file, 0o640);
    await expect(deliver(port, { credentialsFile: file })).rejects.toThrow('chmod 600');
    writeFileSync(file, 'one line alone\n', { mode: 0o600 });
    chmodSync(file, 0o600);
    await expect(deliver(port, { credentialsFile: file })).rejects.toThrow('must hold two lines');
    expect(received).toHaveLength(1);
  });

  it('takes no certificate that nobody vouches for, and says nothing before TLS', async () => {
    const own = selfSigned();
    const encrypted = await serve({ ...own, secure: true });
    await expect(deliver(encrypted, { tls: true })).rejects.toThrow(/self.signed/i);
    const starting = await serve({ ...own, disabledCommands: ['AUTH'] });
    await expect(deliver(starting, { loopback: false })).rejects.toThrow(/self.signed/i);
    const bare = await serve({ disabledCommands: ['STARTTLS', 'AUTH'] });
    await expect(deliver(bare, { loopback: false })).rejects.toThrow();
    expect(received).toEqual([]);
    await deliver(bare);
    expect(received).toHaveLength(1);
  });

  it.each([
    ['smtp://mail.example.org', { port: 587, secure: false, requireTLS: true, ignoreTLS: false }],
    ['smtps://mail.example.org', { port: 465, secure: true, requireTLS: false, ignoreTLS: false }],
    ['smtp://localhost:25', { port: 25, secure: false, requireTLS: false, ignoreTLS: true }],
    ['smtps://[::1]', { host: '::1', secure: true, ignoreTLS: false }],
  ])('to %s is encrypted as it must be', (url, expected) => {
    expect(transportOptions(readSmtpUrl(url), undefined)).toMatchObject(expected);
  });

  it('tells what is refused for good from what is refused for now', async () => {
    const judge = (to: string): number | undefined =>
      to.startsWith('no') ? 550 : to.startsWith('later') ? 450 : undefined;
    const port = await serve({ disabledCommands: ['STARTTLS', 'AUTH'] }, judge);
    const refusal = (to: string) => deliver(port, {}, { ...MAIL, to }).catch((error: unknown) => error);
    for (const [to, final] of [
      ['nobody@example.org', true],
      ['later@example.org', false],
    ] as const) {
      const refused = await refusal(to);
      expect(refused).toBeInstanceOf(MailRefused);
      expect((refused as MailRefused).final).toBe(final);
    }
  });
});

describe('the outbox with a mail server', () => {
  let database: TemporaryDatabase;
  let clock: FakeClock;
  let service: MailService;

  const start = (port: number): void => {
    const log = new ProcessLog(createLogger({ process: 'platform', stream: { write: () => undefined } }));
    const mailer = new SmtpMailer(settings(port));
    service = new MailService(clock, database.unitOfWork, new MailRepository(), mailer, log);
  };
  beforeEach(async () => {
    database = await temporaryDatabase();
    clock = new FakeClock();
  });
  afterEach(async () => {
    await service.onApplicationShutdown();
    await database.remove();
  });
  const queue = (to: string): void =>
    database.unitOfWork.write((writing) => service.queue(writing, { to, subject: 'Hello', text: 'Code: ABCD' }));
  const rows = () =>
    database.unitOfWork.read((reading) =>
      reading.all<{ recipient: string; body: string | null; sent: number | null; refusal: number | null }>(
        'SELECT recipient, body, sent_at AS sent, refusal FROM mail_outbox ORDER BY rowid',
      ),
    );
  const open = (): string[] => rows().flatMap(({ recipient, body }) => (body === null ? [] : [recipient]));

  it('loses nothing and sends nothing twice while the server is away, or puts off', async () => {
    start(1);
    queue('ada@example.org');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(open()).toEqual(['ada@example.org']);
    await service.onApplicationShutdown();
    let putOff = 2;
    const judge = (): number | undefined => ((putOff -= 1) >= 0 ? 451 : undefined);
    start(await serve({ disabledCommands: ['STARTTLS', 'AUTH'] }, judge));
    for (let tries = 0; tries < 3; tries += 1) {
      service.onApplicationBootstrap();
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await expect.poll(open, { timeout: 10_000 }).toEqual([]);
    service.onApplicationBootstrap();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(received.map(({ to }) => to)).toEqual([['ada@example.org']]);
  });

  it('holds up no other mail for one that is refused, and erases that one too', async () => {
    const judge = (to: string): number | undefined =>
      to.startsWith('no') ? 550 : to.startsWith('later') ? 450 : undefined;
    start(await serve({ disabledCommands: ['STARTTLS', 'AUTH'] }, judge));
    for (const to of ['nobody@example.org', 'later@example.org', 'ada@example.org']) queue(to);
    await expect.poll(open, { timeout: 10_000 }).toEqual(['later@example.org']);
    expect(received.map(({ to }) => to)).toEqual([['ada@example.org']]);
    expect(rows()).toMatchObject([{ refusal: 550 }, { refusal: null, sent: null }, { refusal: null }]);
    clock.advance({ days: 2 });
    service.onApplicationBootstrap();
    await expect.poll(open, { timeout: 10_000 }).toEqual([]);
    expect(rows()[1]).toMatchObject({ refusal: 450 });
    database.unitOfWork.write((writing) => service.forgetSent(writing, clock.now().getTime() + 1));
    expect(rows()).toEqual([]);
  });
});

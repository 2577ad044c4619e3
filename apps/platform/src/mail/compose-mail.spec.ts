import { describe, expect, it } from 'vitest';
import { composeMail, encodeHeader } from './compose-mail.ts';
import type { Mail } from './mailer.ts';

const FROM = { name: 'DQ0', address: 'dq0@localhost' };
const mail: Mail = {
  id: 'an-id',
  to: 'ada@example.org',
  subject: 'Your code',
  text: 'Code: K7QF-2MXP\n',
  date: new Date('2026-11-24T08:05:09Z'),
};

const body = (text: string): string =>
  composeMail({ ...mail, text }, FROM)
    .split('\r\n\r\n')
    .slice(1)
    .join('\r\n\r\n');
const decode = (quoted: string): string =>
  Buffer.from(
    quoted.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

describe('a mail as text', () => {
  it('has the headers that a mail needs', () => {
    expect(composeMail(mail, FROM)).toBe(
      [
        'Date: Tue, 24 Nov 2026 08:05:09 +0000',
        'From: DQ0 <dq0@localhost>',
        'To: ada@example.org',
        'Subject: Your code',
        'Message-ID: <an-id@localhost>',
        'Auto-Submitted: auto-generated',
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'Code: K7QF-2MXP',
        '',
        '',
      ].join('\r\n'),
    );
  });

  it('carries any text in lines of at most 76 ASCII characters', () => {
    const text = `${'ü'.repeat(100)}\n${'a = b '.repeat(40)}\ntrailing blank \n\ttab\n数据 🙂`;
    const quoted = body(text);
    for (const line of quoted.split('\r\n')) expect(line).toMatch(/^[\t\x20-\x7e]{0,76}$/);
    expect(decode(quoted)).toBe(`${text.replaceAll('\n', '\r\n')}\r\n`);
  });

  it('keeps what stands in a header in it', () => {
    expect(encodeHeader('plain')).toBe('plain');
    expect(encodeHeader('evil\r\nBcc: all@example.org')).not.toContain('\r\nBcc');
    expect(encodeHeader('=?utf-8?B?eA==?=')).toMatch(/^=\?utf-8\?B\?PT91/);
    for (const line of encodeHeader('数据 '.repeat(60)).split('\r\n ')) expect(line.length).toBeLessThanOrEqual(75);
  });

  it.each(['ada@example.org\r\nBcc: all@example.org', 'ada example.org', 'ünï@example.org'])(
    'is not made for an address that could break out: %j',
    (to) => {
      expect(() => composeMail({ ...mail, to }, FROM)).toThrow('not an address');
    },
  );
});

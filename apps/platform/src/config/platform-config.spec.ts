import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOrigin, PlatformConfig } from './platform-config.ts';

describe('the settings of the platform', () => {
  it('need a state folder, and put everything into it that is not named', () => {
    const config = new PlatformConfig({ DQ0_PLATFORM_HOME: 'state' });
    expect(config).toMatchObject({
      home: path.resolve('state'),
      databasePath: path.resolve('state/platform.sqlite'),
      journalPath: path.resolve('state/spend.journal'),
      keysFolder: path.resolve('state/keys'),
      mailFolder: path.resolve('state/mail'),
      serviceSocket: path.resolve('state/run/service.sock'),
      proxies: [],
    });
    expect(() => new PlatformConfig({})).toThrow('DQ0_PLATFORM_HOME is not set');
  });

  it('write mail to a folder unless a server is named, and then need an address', () => {
    const read = (more: object): PlatformConfig => new PlatformConfig({ DQ0_PLATFORM_HOME: 'state', ...more });
    expect(read({}).smtp).toBeUndefined();
    const named = { DQ0_SMTP_URL: 'smtp://mail.example.org', DQ0_MAIL_FROM: 'dq0@example.org' };
    expect(read({ ...named, DQ0_SMTP_CREDENTIALS: 'smtp' }).smtp).toEqual({
      host: 'mail.example.org',
      port: 587,
      tls: false,
      loopback: false,
      from: 'dq0@example.org',
      credentialsFile: path.resolve('smtp'),
    });
    expect(() => read({ DQ0_SMTP_URL: 'smtps://mail.example.org' })).toThrow('DQ0_MAIL_FROM is not set');
    for (const url of ['smtp://user:secret@mail.example.org', 'http://mail.example.org', 'smtps://a/b', 'smtp://a:0']) {
      expect(() => read({ ...named, DQ0_SMTP_URL: url }), url).toThrow('DQ0_SMTP_URL is not valid');
    }
    for (const from of ['DQ0 <dq0@example.org>', 'dq0', 'a@b\r\nBcc: c@d']) {
      expect(() => read({ ...named, DQ0_MAIL_FROM: from }), from).toThrow('DQ0_MAIL_FROM is not valid');
    }
  });

  it('take several proxies', () => {
    const config = new PlatformConfig({
      DQ0_PLATFORM_HOME: 'state',
      DQ0_PLATFORM_PROXIES: 'http://127.0.0.1:8000,https://proxy.example.org',
    });
    expect(config.proxies).toEqual(['http://127.0.0.1:8000', 'https://proxy.example.org']);
  });

  it.each(['proxy.example.org', 'https://proxy.example.org/path', 'https://a,ftp://b', 'https://user@host'])(
    'refuse a proxy that is no origin: %s',
    (proxies) => {
      const read = (): unknown => new PlatformConfig({ DQ0_PLATFORM_HOME: 'x', DQ0_PLATFORM_PROXIES: proxies });
      expect(read).toThrow('DQ0_PLATFORM_PROXIES is not valid');
      expect(proxies.split(',').every(isOrigin)).toBe(false);
    },
  );
});

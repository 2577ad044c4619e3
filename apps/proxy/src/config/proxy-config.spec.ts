import { describe, expect, it } from 'vitest';
import { ProxyConfig } from './proxy-config.ts';

const needed = { DQ0_PROXY_DATABASE: 'proxy.sqlite', DQ0_PROXY_PLATFORM: 'a'.repeat(43) };

describe('ProxyConfig', () => {
  it('listens on loopback and dials itself by that name unless told otherwise', () => {
    expect(new ProxyConfig(needed)).toMatchObject({ host: '127.0.0.1', port: 8000, origin: 'http://127.0.0.1:8000' });
    expect(new ProxyConfig({ ...needed, DQ0_PROXY_HOST: '::1', DQ0_PROXY_PORT: '81' }).origin).toBe('http://[::1]:81');
  });

  it('takes the public origin as it is', () => {
    expect(new ProxyConfig({ ...needed, DQ0_PROXY_ORIGIN: 'https://proxy.example.org' }).origin).toBe(
      'https://proxy.example.org',
    );
  });

  it.each(['https://proxy.example.org/', 'https://a@b', 'ftp://proxy', 'proxy'])('refuses the origin %s', (origin) => {
    expect(() => new ProxyConfig({ ...needed, DQ0_PROXY_ORIGIN: origin })).toThrow('DQ0_PROXY_ORIGIN is not valid');
  });

  it.each(['DQ0_PROXY_DATABASE', 'DQ0_PROXY_PLATFORM'])('does not start without %s', (name) => {
    expect(() => new ProxyConfig({ ...needed, [name]: '' })).toThrow(`${name} is not set`);
  });
});

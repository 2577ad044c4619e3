import { describe, expect, it } from 'vitest';
import { isOwnPage, refusalOf } from './own-address.ts';

const PORT = 9000;
const asking = (headers: Record<string, string>, method = 'GET', url = '/v1/session') =>
  refusalOf({ method, url, headers: { host: `localhost:${PORT}`, ...headers } }, PORT);

describe('the guard', () => {
  it.each(['localhost:9000', '127.0.0.1:9000', '[::1]:9000', 'LocalHost:9000'])('answers under %s', (host) => {
    expect(asking({ host })).toBeUndefined();
  });

  it.each([
    '',
    'localhost',
    'localhost:9001',
    'evil.example:9000',
    'localhost.evil.example:9000',
    '127.0.0.1.:9000',
    '0.0.0.0:9000',
    '127.0.0.2:9000',
    'localhost:9000, evil',
  ])('answers nobody who calls it %s', (host) => {
    expect(asking({ host })).toBe('HOST_REFUSED');
  });

  it('answers nobody without a name, and no proxy request', () => {
    expect(refusalOf({ method: 'GET', url: '/', headers: {} }, PORT)).toBe('HOST_REFUSED');
    expect(asking({}, 'GET', 'http://localhost:9000/v1/session')).toBe('HOST_REFUSED');
    expect(asking({}, 'OPTIONS', '*')).toBe('HOST_REFUSED');
  });

  it('answers nobody who calls it by two names', () => {
    const asked = { method: 'GET', url: '/v1/session', headers: { host: 'localhost:9000' } };
    const rawHeaders = ['Host', 'localhost:9000', 'Accept', 'host'];
    expect(refusalOf({ ...asked, rawHeaders }, PORT)).toBeUndefined();
    expect(refusalOf({ ...asked, rawHeaders: [...rawHeaders, 'hOST', 'evil.example'] }, PORT)).toBe('HOST_REFUSED');
  });

  it.each([
    'null',
    'http://evil.example',
    'http://localhost:9001',
    'https://localhost:9000',
    'http://127.0.0.1:9000',
    'http://localhost:9000.evil.example',
  ])('takes nothing from the origin %s', (origin) => {
    expect(asking({ origin })).toBe('ORIGIN_REFUSED');
  });

  it('takes what its own pages and programs send', () => {
    expect(asking({ origin: 'http://localhost:9000', 'sec-fetch-site': 'same-origin' }, 'POST')).toBeUndefined();
    expect(asking({ 'sec-fetch-site': 'none' })).toBeUndefined();
    expect(asking({}, 'POST')).toBeUndefined();
  });

  it.each(['cross-site', 'same-site'])('takes no form and no script of a page that is %s', (site) => {
    const form = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect(asking(form, 'POST', '/v1/users/logout')).toBe('ORIGIN_REFUSED');
    expect(asking(form, 'POST', '/')).toBe('ORIGIN_REFUSED');
    expect(asking(form, 'GET', '/v1/session')).toBe('ORIGIN_REFUSED');
    expect(asking({ 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' }, 'GET', '/')).toBe('ORIGIN_REFUSED');
    expect(asking({ ...form, 'sec-fetch-dest': 'iframe' }, 'GET', '/')).toBe('ORIGIN_REFUSED');
    expect(asking(form, 'GET', '/sci/queries')).toBeUndefined();
  });

  it('lets a browser session change something only for an own page', () => {
    expect(isOwnPage({ method: 'POST', headers: {} })).toBe(false);
    expect(isOwnPage({ method: 'POST', headers: { origin: 'http://localhost:9000' } })).toBe(true);
    expect(isOwnPage({ method: 'DELETE', headers: { 'sec-fetch-site': 'same-origin' } })).toBe(true);
    expect(isOwnPage({ method: 'DELETE', headers: { 'sec-fetch-site': 'none' } })).toBe(false);
    expect(isOwnPage({ method: 'GET', headers: {} })).toBe(true);
  });
});

import { readFileSync } from 'node:fs';
import { Problem } from '@dq0/protocol';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { GatewayProcess, type Answer, type Ask } from './gateway-process.ts';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));
let gateway: GatewayProcess;
let bearer: Record<string, string>;
beforeAll(async () => {
  gateway = await GatewayProcess.start(quarantine, ['server', 'start', '--profile', 'scientist']);
  bearer = { authorization: `Bearer ${readFileSync(gateway.announced['tokenFile']!, 'utf8').trim()}` };
});
afterAll(() => gateway.stop());

const ask = (address: string, { headers, ...rest }: Ask = {}): Promise<Answer> =>
  gateway.ask(address, { ...rest, headers: { ...bearer, ...headers } });
const problem = (answer: Answer): Problem => {
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  return Problem.parse(answer.json());
};

describe('a HEAD request', () => {
  it('has the status and the headers of GET, and no body', async () => {
    for (const address of ['/v1/datasets', '/openapi.json', '/start']) {
      const [head, get] = [await ask(address, { method: 'HEAD' }), await ask(address)];
      expect([head.status, head.headers['content-type'], head.text]).toEqual([200, get.headers['content-type'], '']);
    }
  });

  it('uses up no start address', async () => {
    const studio = await GatewayProcess.start(quarantine, ['studio', '--no-open', '--profile', 'owner']);
    const { pathname } = new URL(studio.announced['url']!);
    expect((await studio.ask(pathname, { method: 'HEAD' })).status).toBe(405);
    expect((await studio.ask(pathname)).status).toBe(303);
    await studio.stop();
  });
});

describe('a request that is none', () => {
  it.each([
    ['an unknown route', '/v1/secrets', {}, 404, 'ROUTE_UNKNOWN'],
    ['an unknown method', '/v1/queries', { method: 'DELETE' }, 405, 'METHOD_UNKNOWN'],
    ['JSON that is none', '/v1/queries', { method: 'POST', body: '{"dataset":' }, 400, 'BODY_MALFORMED'],
    ['a poisoned object', '/v1/queries', { method: 'POST', body: '{"__proto__":{"x":1}}' }, 400, 'BODY_MALFORMED'],
    ['a member twice', '/v1/queries', { method: 'POST', body: '{"epsilon":0.1,"epsilon":0.2}' }, 400, 'BODY_MALFORMED'],
    ['half a character', '/v1/queries', { method: 'POST', body: '{"sql":"\\ud800"}' }, 400, 'BODY_MALFORMED'],
    [
      'bytes of another encoding',
      '/v1/queries',
      { method: 'POST', body: Buffer.from('{"sql":"K\u00f6ln"}', 'latin1') },
      400,
      'BODY_MALFORMED',
    ],
    [
      'a text said to be of another encoding',
      '/v1/queries',
      { method: 'POST', body: '{}', headers: { 'content-type': 'application/json; charset=iso-8859-1' } },
      415,
      'MEDIA_TYPE_UNKNOWN',
    ],
    ['a list', '/v1/queries', { method: 'POST', body: [] }, 422, 'INPUT_INVALID'],
    ['a body of 2 MiB', '/v1/queries', { method: 'POST', body: 'x'.repeat(2 ** 21) }, 413, 'BODY_TOO_LARGE'],
    [
      'a form',
      '/v1/queries',
      { method: 'POST', body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'MEDIA_TYPE_UNKNOWN',
    ],
    ['a job that is no id', '/v1/queries/..%2f..%2f/result', {}, 422, 'INPUT_INVALID'],
    ['an address that cannot be read', '/v1/%zz', {}, 404, 'ROUTE_UNKNOWN'],
    ['a name of a thousand letters', `/v1/datasets/${'x'.repeat(1000)}`, {}, 404, 'ROUTE_UNKNOWN'],
    ['an address with a null byte', '/v1/datasets/%00', {}, 422, 'INPUT_INVALID'],
  ] as [string, string, Ask, number, string][])('%s', async (_, address, request, status, code) => {
    const answer = await ask(address, request);
    expect(problem(answer)).toMatchObject({ status, code });
    expect(answer.text).not.toMatch(/node_modules|\.[jt]s:\d|\bat .+:\d+:\d+/);
    if (status === 405) expect(answer.headers['allow']).toBe('GET, HEAD, POST');
  });

  it.each([
    '/../../../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%5c..%5cpackage.json',
    '/.env',
    '//etc/passwd',
    '/v1/../package.json',
  ])('a path out of the folder, %s, shows no file', async (address) => {
    const { text } = await ask(address);
    expect(text).not.toMatch(/"private"|root:/);
  });
});

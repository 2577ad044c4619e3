import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { GatewaySession, Problem, QueryAnswer, QueryPlan } from '@dq0/protocol';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { GatewayProcess, type Answer, type Ask } from './gateway-process.ts';
import { look, Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));
const SQL = 'SELECT sex, COUNT(*) AS people FROM adult GROUP BY sex';
const question = { dataset: 'census', sql: SQL, epsilon: 0.01 };

let gateway: GatewayProcess;
let bearer: Record<string, string>;
beforeAll(async () => {
  gateway = await GatewayProcess.start(quarantine, ['server', 'start', '--profile', 'scientist']);
  bearer = { authorization: `Bearer ${readFileSync(gateway.announced['tokenFile']!, 'utf8').trim()}` };
});
afterAll(() => gateway.stop());

const ask = (address: string, { headers, ...rest }: Ask = {}): Promise<Answer> =>
  gateway.ask(address, { ...rest, headers: { ...bearer, ...headers } });
const post = (address: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(address, { method: 'POST', body, headers });
const problem = (answer: Answer): Problem => {
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const read = Problem.parse(answer.json());
  expect(read.status).toBe(answer.status);
  return read;
};

const codesOf = (answer: Answer): string[] => (QueryAnswer.parse(answer.json()).refusals ?? []).map(({ code }) => code);

/** The census once more, by REST, on an account that admits next to nothing. */
async function publishSmall(): Promise<void> {
  const owner = await GatewayProcess.start(quarantine, ['server', 'start', '--profile', 'owner']);
  try {
    const headers = { authorization: `Bearer ${readFileSync(owner.announced['tokenFile']!, 'utf8').trim()}` };
    const shown = await owner.ask('/v1/datasets/census/definition', { headers });
    const { definition } = shown.json<{ definition: object }>();
    const own = { name: 'small-census', account: 'small', budget: { epsilon: 0.05, delta: 1e-6 } };
    const small = { ...definition, ...own, limits: { epsilonPerRelease: 0.05, deltaPerRelease: 1e-7 } };
    const body = { definition: small, groups: ['data-scientist'] };
    const added = await owner.ask('/v1/datasets', { method: 'POST', headers, body });
    expect(added.json()).toMatchObject({ dataset: 'small-census', account: 'small' });
  } finally {
    await owner.stop();
  }
}

describe('a question by REST', () => {
  it('has the plan that the command line has', async () => {
    const byCommand = await quarantine.json('scientist', [
      'query',
      'plan',
      SQL,
      '--dataset',
      'census',
      '--epsilon',
      '0.01',
    ]);
    const byRest = await post('/v1/queries/plan', question);
    expect(byRest.status).toBe(200);
    expect(QueryPlan.parse(byRest.json())).toEqual(byCommand.value);
  });

  it('has the answer that the command line has, with the same members, found again by both', async () => {
    const asked = await post('/v1/queries', { ...question, fresh: true });
    expect(asked.status).toBe(200);
    const answer = QueryAnswer.parse(asked.json());
    expect(answer).toMatchObject({ state: 'released', reused: false, check: 'green' });
    expect(answer.rows).toHaveLength(2);
    const byCommand = await quarantine.json('scientist', ['query', 'result', answer.job!]);
    expect((await ask(`/v1/queries/${answer.job!}/result`)).json()).toEqual(byCommand.value);
    expect(byCommand.value).toEqual(asked.json());
    expect(Object.keys(asked.json())).toEqual([
      ...['job', 'state', 'columns', 'rows', 'intervals', 'confidence', 'spent', 'remaining', 'reused', 'check'],
    ]);
  });

  it('is on its way, with 202, for who does not wait', async () => {
    const asked = await post('/v1/queries', { ...question, fresh: true }, { prefer: 'respond-async' });
    expect(asked.status).toBe(202);
    const { job, rows } = QueryAnswer.parse(asked.json());
    expect(rows).toEqual([]);
    expect(asked.headers).toMatchObject({
      ...{ location: `/v1/queries/${job!}/result`, 'retry-after': '1' },
      'preference-applied': 'respond-async',
    });
    expect((await ask(`/v1/queries/${job!}/result?waitSeconds=20`)).status).toBe(200);
  });

  it('is refused with the frozen object: 422 by the language, 402 by the budget, 403 by the policy', async () => {
    const rows = await post('/v1/queries', { ...question, sql: 'SELECT * FROM adult' });
    expect(rows.status).toBe(422);
    expect(rows.headers['content-type']).toMatch(/^application\/json/);
    const byCommand = await quarantine.json('scientist', [
      'query',
      'run',
      'SELECT * FROM adult',
      '--dataset',
      'census',
      '--epsilon',
      '0.01',
    ]);
    expect(rows.json()).toEqual(byCommand.value);
    expect(QueryAnswer.parse(rows.json())).toMatchObject({ state: 'refused', rows: [] });
    expect((await post('/v1/queries/plan', { ...question, sql: 'SELECT * FROM adult' })).json()).toMatchObject({
      accepted: false,
    });
    expect((await post('/v1/queries/plan', { ...question, sql: 'SELECT * FROM adult' })).status).toBe(200);
    const limit = await post('/v1/queries', { ...question, epsilon: 500 });
    expect([limit.status, codesOf(limit)]).toEqual([403, ['EPSILON_LIMIT', 'BUDGET_EXCEEDED']]);
    await publishSmall();
    const last = { ...question, dataset: 'small-census', epsilon: 0.05, fresh: true };
    let over = await post('/v1/queries', last);
    for (let asked = 1; over.status === 200 && asked < 20; asked += 1) over = await post('/v1/queries', last);
    expect([over.status, codesOf(over)]).toEqual([402, ['BUDGET_EXCEEDED']]);
  });

  it('with a price that is none names the member', async () => {
    for (const epsilon of [0, -1, '0.5', null]) {
      const answer = await post('/v1/queries', { ...question, epsilon });
      expect(answer.status).toBe(422);
      expect(problem(answer)).toMatchObject({ code: 'INPUT_INVALID', errors: [{ path: 'epsilon' }] });
    }
  });

  it('with an Idempotency-Key is paid for once', async () => {
    const key = { 'idempotency-key': 'e2e-1' };
    const body = { ...question, epsilon: 0.011, fresh: true };
    const together = await Promise.all([post('/v1/queries', body, key), post('/v1/queries', body, key)]);
    const later = await post('/v1/queries', body, key);
    expect(new Set([...together, later].map(({ text }) => text)).size).toBe(1);
    expect(later.headers['idempotency-replayed']).toBe('true');
    expect((await post('/v1/queries', body)).json()['job']).not.toBe(later.json()['job']);
    expect(problem(await post('/v1/queries', { ...body, epsilon: 0.012 }, key)).code).toBe('KEY_REUSED');
    expect(problem(await post('/v1/queries', body, { 'idempotency-key': '' })).status).toBe(400);
  });
});

describe('lists and events', () => {
  it('come in pages, and not again when nothing changed', async () => {
    await post('/v1/queries', { ...question, fresh: true });
    const first = await ask('/v1/queries?limit=1');
    const next = /^<(.+)>; rel="next"$/.exec(String(first.headers['link']))?.[1] ?? '';
    const ids = async (answer: Answer): Promise<string> =>
      answer.json<{ queries: { job: string }[] }>().queries[0]!.job;
    expect(await ids(await ask(next))).not.toBe(await ids(first));
    const etag = first.headers['etag']!;
    const same = await ask('/v1/queries?limit=1', { headers: { 'if-none-match': etag } });
    expect([same.status, same.text]).toEqual([304, '']);
    expect((await ask('/v1/queries?limit=2', { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  it('tell the states of a job until it is final, and resume after the one heard last', async () => {
    const { job } = (await post('/v1/queries', { ...question, fresh: true }, { prefer: 'wait=0' })).json<{
      job: string;
    }>();
    const events = await ask(`/v1/queries/${job}/events`);
    expect(events.headers['content-type']).toBe('text/event-stream');
    const ids = [...events.text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id);
    expect(ids.at(-1)).toBe('released');
    const data = JSON.parse(/data: (.+)\n\n$/.exec(events.text)![1]!) as unknown;
    expect(data).toEqual((await ask(`/v1/queries/${job}/result`)).json());
    const heard = (id: string): Promise<Answer> =>
      ask(`/v1/queries/${job}/events`, { headers: { 'last-event-id': id } });
    expect((await heard('released')).status).toBe(204);
    expect((await heard('running')).text).toContain('id: released');
    expect(problem(await ask('/v1/queries/0198c0de-0000-4000-8000-000000000001/events')).code).toBe('JOB_UNKNOWN');
  });
});

describe('who has no token', () => {
  it('gets nothing, with any route, whatever it sends instead', async () => {
    const others: Record<string, string>[] = [
      {},
      { authorization: 'Bearer x' },
      { authorization: `Basic ${bearer['authorization']!.slice(7)}` },
      { authorization: `${bearer['authorization']!}A` },
      { cookie: `dq0-${gateway.port}=${bearer['authorization']!.slice(7)}` },
    ];
    for (const headers of others) {
      for (const address of ['/v1/session', '/v1/queries', '/v1/users/me']) {
        const answer = await gateway.ask(address, { headers });
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
        expect(problem(answer).code).toBe('TOKEN_REFUSED');
      }
    }
    expect((await ask('/v1/session')).status).toBe(200);
  });

  it('cannot read it: the file is of this user alone, and is gone afterwards', async () => {
    const { tokenFile } = gateway.announced;
    expect(statSync(tokenFile!).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(tokenFile!)).mode & 0o777).toBe(0o700);
    const other = await GatewayProcess.start(quarantine, ['server', 'start', '--profile', 'owner']);
    expect(other.port).not.toBe(gateway.port);
    expect(await other.ask('/v1/session', { headers: bearer }).then(({ status }) => status)).toBe(401);
    const { exit, took } = await other.stop();
    expect([exit, took < 5_000]).toEqual([0, true]);
    expect(() => statSync(other.announced['tokenFile']!)).toThrow('ENOENT');
  });

  it('finds nothing that listens on another address', async () => {
    const sockets = (await look('ss', '-Hltnp')).split('\n').filter((line) => line.includes(`pid=${gateway.pid},`));
    const addresses = sockets.map((line) => line.trim().split(/\s+/)[3]);
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) expect(address).toMatch(/^(127\.0\.0\.1|\[::1\]):\d+$/);
  });
});

describe('a browser session', () => {
  it('begins once with the start address, leaves no trace of it, and is bound to one profile', async () => {
    const studio = await GatewayProcess.start(quarantine, ['studio', '--no-open', '--profile', 'owner']);
    try {
      const { pathname } = new URL(studio.announced['url']!);
      const opened = await studio.ask(pathname, { headers: { 'sec-fetch-site': 'none' } });
      expect([opened.status, opened.headers.location]).toEqual([303, '/']);
      expect(opened.headers['referrer-policy']).toBe('no-referrer');
      const [cookie = ''] = opened.headers['set-cookie'] ?? [];
      expect(cookie).toMatch(new RegExp(`^dq0-${studio.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`));
      const code = pathname.split('/').at(-1)!;
      expect(JSON.stringify(opened.headers) + opened.text).not.toContain(code);
      expect(problem(await studio.ask(pathname)).code).toBe('START_REFUSED');
      const again = await studio.ask(pathname, { headers: { accept: 'text/html,*/*', 'sec-fetch-site': 'none' } });
      expect([again.status, again.headers.location, again.headers['set-cookie']]).toEqual([303, '/start', undefined]);

      const own = { cookie: cookie.split(';')[0]!, origin: `http://localhost:${studio.port}` };
      const session = GatewaySession.parse((await studio.ask('/v1/session', { headers: own })).json());
      expect(session).toMatchObject({ profile: 'owner', login: { roles: ['data-owner'] } });
      expect((await studio.ask('/v1/runs', { headers: own })).status).toBe(200);
      expect((await studio.ask('/v1/session', { headers: { authorization: `Bearer ${code}` } })).status).toBe(401);

      const { origin: _, ...withoutOrigin } = own;
      const end = (headers: Record<string, string>) => studio.ask('/v1/session/end', { method: 'POST', headers });
      expect(problem(await end(withoutOrigin)).code).toBe('ORIGIN_REFUSED');
      expect((await end(own)).status).toBe(204);
      expect((await studio.ask('/v1/session', { headers: own })).status).toBe(401);
    } finally {
      expect((await studio.stop('SIGINT')).exit).toBe(130);
    }
  });
});

describe('one gateway', () => {
  it('serves several profiles, each browser session its own; the token of programs cannot ask for them', async () => {
    const joined = await quarantine.json<{ url: string }>('owner', ['studio', '--join', '--no-open']);
    expect([joined.exit, new URL(joined.value.url).port]).toEqual([0, String(gateway.port)]);
    const opened = await gateway.ask(new URL(joined.value.url).pathname);
    const cookie = (opened.headers['set-cookie']?.[0] ?? '').split(';')[0]!;
    expect((await gateway.ask('/v1/session', { headers: { cookie } })).json()).toMatchObject({ profile: 'owner' });
    expect((await ask('/v1/session')).json()).toMatchObject({ profile: 'scientist' });
    expect((await post('/v1/session/start', { profile: 'owner' })).status).toBe(401);
    expect((await quarantine.dq0('nobody-here', ['studio', '--join', '--no-open'])).exit).toBe(2);
  });
});

describe('another site', () => {
  const foreign: [string, Record<string, string>][] = [
    ['that rebinds its name', { host: 'evil.example:9000' }],
    ['that names the wrong port', { host: 'localhost:1' }],
    ['that sends its origin', { origin: 'http://evil.example' }],
    ['on another port', { origin: 'http://localhost:8888' }],
    ['in a sandboxed frame', { origin: 'null' }],
    [
      'that posts a form',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
    ['on another port that posts a form', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' }],
  ];
  it.each(foreign)('%s is refused, even with the token', async (_, headers) => {
    for (const address of ['/v1/session', '/v1/queries', '/no/such/route']) {
      const answer = await ask(address, { method: 'POST', body: question, headers });
      expect(answer.status).toBe(403);
      expect(problem(answer).code).toMatch(/^(HOST|ORIGIN)_REFUSED$/);
    }
    expect((await ask('/v1/session', { headers })).status).toBe(403);
  });

  it('opens no WebSocket, and nobody else does', async () => {
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    expect((await ask('/v1/session', { headers: { ...upgrade, origin: 'http://evil.example' } })).status).toBe(403);
    expect((await ask('/v1/session', { headers: upgrade })).status).toBe(200);
  });

  it('gets no leave of any kind in headers, and may not frame a page', async () => {
    for (const address of ['/', '/v1/session', '/openapi.json', '/v1/no', '/v1/%zz']) {
      const { headers } = await ask(address);
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; /);
      expect(headers).toMatchObject({
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect((await ask('/v1/session')).headers['cache-control']).toBe('no-store');
    const preflight = { origin: 'http://evil.example', 'access-control-request-method': 'POST' };
    expect((await ask('/v1/queries', { method: 'OPTIONS', headers: preflight })).status).toBe(403);
  });
});

describe('the gateway', () => {
  it('describes itself as the file in docs says', async () => {
    const described = (await gateway.ask('/openapi.json')).json();
    const file = path.resolve(import.meta.dirname, '..', '..', 'docs', 'openapi.json');
    expect(described).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it('takes over a login that another process ends and begins', async () => {
    const other = await GatewayProcess.start(quarantine, ['server', 'start', '--profile', 'admin']);
    const headers = { authorization: `Bearer ${readFileSync(other.announced['tokenFile']!, 'utf8').trim()}` };
    const users = (): Promise<Answer> => other.ask('/v1/users', { headers });
    expect((await users()).status).toBe(200);
    const { email } = GatewaySession.parse((await other.ask('/v1/session', { headers })).json());
    const login = (password: string): Promise<Answer> =>
      other.ask('/v1/users/login', { method: 'POST', headers, body: { email, password } });
    expect(problem(await login('not the password at all')).code).toBe('AUTH_REFUSED');
    expect((await users()).status).toBe(200);
    await other.stop();
  });

  it('says what is wrong with the way it was started', async () => {
    expect((await quarantine.dq0('scientist', ['server', 'start', '--idle', '-1'])).exit).toBe(2);
    expect((await quarantine.dq0('nobody-here', ['server', 'start'])).exit).toBe(2);
    const taken = await quarantine.json('scientist', ['server', 'start', '--port', String(gateway.port)]);
    expect([taken.exit, taken.value]).toMatchObject([2, { error: { code: 'INPUT_INVALID' } }]);
  });
});

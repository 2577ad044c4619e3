import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Config, type Command } from '@oclif/core';
import {
  generateEncryptionKey,
  generateIdentityKey,
  importEncryptionPublic,
  importIdentityPublic,
  newMessageId,
  openFirstMessage,
  openMessage,
  sealMessage,
  sha256Hex,
  signBundle,
  type EncryptionKey,
  type IdentityKey,
} from '@dq0/encryption';
import {
  addDataset,
  DatasetDefinition,
  exportDataset,
  PostMessage,
  QueryAnswer,
  QueryPlan,
  RequestBody,
} from '@dq0/protocol';
import { type Outcome, runCommand } from '../test/run-command.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import DataAdd from './commands/data/add.ts';
import DataExport from './commands/data/export.ts';
import DataList from './commands/data/list.ts';
import Fingerprint from './commands/fingerprint.ts';
import ProxyAdd from './commands/proxy/add.ts';
import QueryPlanCommand from './commands/query/plan.ts';
import QueryRun from './commands/query/run.ts';
import UserConfirm from './commands/user/confirm.ts';
import UserLogin from './commands/user/login.ts';
import UserRegister from './commands/user/register.ts';
import UserReject from './commands/user/reject.ts';
import { readDefinition } from './definition/read-definition.ts';

type Reply = { ok: true; output: unknown; auditId: null } | { ok: false; error: object };
type Answers = (request: RequestBody) => Reply;

const JOB = '0198c0de-0000-7000-8000-000000000001';
const SPENT = { epsilon: 0.5, delta: 1e-7, share: 0.001 };
const REMAINING = { share: 0.999, more: 350 };
const ok = (output: unknown): Reply => ({ ok: true, output, auditId: null });
const failed = (code: string, details: object[] = []): Reply => ({
  ok: false,
  error: { code, message: `message of ${code}`, remedy: `remedy of ${code}`, auditId: 'audit-1', details },
});
const answerOf = (change: object): object => ({
  job: JOB,
  state: 'released',
  columns: [{ name: 'people', type: 'integer', noisy: true }],
  rows: [[32_561]],
  intervals: [[[32_539, 32_583]]],
  confidence: 0.95,
  spent: SPENT,
  remaining: REMAINING,
  reused: false,
  check: 'green',
  ...change,
});
const refused = (code: string): object =>
  answerOf({
    job: null,
    state: 'refused',
    columns: [],
    rows: [],
    intervals: [],
    check: null,
    refusals: [{ code, message: 'rows cannot leave', position: [7, 8], remedy: 'ask for COUNT(*)' }],
  });
const planOf = (refusals: object[]): object => ({
  accepted: refusals.length === 0,
  refusals,
  columns: [],
  spends: SPENT,
  remaining: REMAINING,
  mechanisms: [],
  errors: [{ column: 'people', halfWidth95: 22 }],
  threshold: null,
});

/** Proxy and platform in one loopback server: opens each request, answers it by `answers`, seals the reply. */
class LoopbackQuarantine {
  answers: Answers = () => failed('OPERATION_UNKNOWN');
  readonly requests: RequestBody[] = [];
  readonly #replies = new Map<string, string>();
  readonly #identity: IdentityKey;
  readonly #key: EncryptionKey;
  readonly #server: Server;

  constructor(identity: IdentityKey, key: EncryptionKey) {
    this.#identity = identity;
    this.#key = key;
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(([status, body]) => {
        response.writeHead(status, { 'dq0-nonce': newMessageId() });
        response.end(body === undefined ? '' : JSON.stringify(body));
      });
    });
  }

  listen = (): Promise<void> => new Promise((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  get connection(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}#${this.#identity.thumbprint}`;
  }

  async #answer(request: IncomingMessage): Promise<[number, unknown?]> {
    if (request.url === '/v1/platform') return [200, { bundle: await this.#bundle() }];
    if (request.method === 'POST') {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      await this.#execute(PostMessage.parse(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
      return [202, { id: '' }];
    }
    const id = request.url?.split('/')[3] ?? '';
    return [200, { id, envelope: this.#replies.get(id) }];
  }

  async #execute({ envelope, key }: ReturnType<typeof PostMessage.parse>): Promise<void> {
    const expected = { recipientIdentity: this.#identity.thumbprint, keys: [this.#key] };
    const sender = await importIdentityPublic(key);
    const { header, body } = await openMessage(envelope, { ...expected, type: 'request', sender }).catch(() =>
      openFirstMessage(envelope, expected),
    );
    const request = RequestBody.parse(body);
    this.requests.push(request);
    const reply = await sealMessage({
      type: 'reply',
      sender: this.#identity,
      recipient: { identity: sender.thumbprint, encryption: await importEncryptionPublic(request.replyKey) },
      id: newMessageId(),
      number: 1,
      issuedAt: new Date(),
      expiresAt: new Date(Date.now() + 60_000),
      inReplyTo: await sha256Hex(envelope),
      body: this.answers(request),
    });
    this.#replies.set(header.id, reply);
  }

  #bundle(): Promise<string> {
    const now = Date.now();
    const content = {
      number: 1,
      issuedAt: new Date(now - 1000),
      expiresAt: new Date(now + 86_400_000),
      keys: [this.#key.publicJwk],
      identity: this.#identity.publicJwk,
      proxies: [],
      protocolVersions: ['1'],
      auditHead: null,
    };
    return signBundle(content, this.#identity);
  }
}

let quarantine: LoopbackQuarantine;
let config: Config;
let home: string;

const dq0 = (command: Command.Class, ...argv: string[]): Promise<Outcome> => runCommand(command, argv, config);
const run = (...argv: string[]) => dq0(QueryRun, 'SELECT * FROM adult', '--dataset', 'census', ...argv);
const errorOf = (stdout: string): unknown => (JSON.parse(stdout) as { error: unknown }).error;

beforeAll(async () => {
  quarantine = new LoopbackQuarantine(await generateIdentityKey(), await generateEncryptionKey());
  await quarantine.listen();
  home = mkdtempSync(path.join(tmpdir(), 'dq0-home-'));
  vi.stubEnv('DQ0_HOME', home);
  config = await Config.load({ root: home, pjson: { name: 'dq0', version: '0.0.0', oclif: { bin: 'dq0' } } });
  writeFileSync(path.join(home, 'password'), 'correct horse battery staple\n');
});
afterAll(() => {
  quarantine.close();
  vi.unstubAllEnvs();
});
beforeEach(() => {
  quarantine.requests.length = 0;
});

const asClass = (command: unknown): Command.Class => command as Command.Class;

describe('the way in', () => {
  it('needs an invitation first', async () => {
    expect((await dq0(asClass(UserRegister), 'ada@example.org', '--json')).exit).toBe(2);
  });

  it('never accepts a platform that nothing vouches for', async () => {
    const [address = ''] = quarantine.connection.split('#');
    expect((await dq0(asClass(ProxyAdd), address, '--no-input')).exit).toBe(2);
    const digits = Array.from({ length: 12 }, () => '00000').join(' ');
    expect((await dq0(asClass(ProxyAdd), address, '--fingerprint', digits)).exit).toBe(8);
    const forged = `${address}#NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs`;
    expect(errorOf((await dq0(asClass(ProxyAdd), forged, '--json')).stdout)).toMatchObject({ code: 'BUNDLE_INVALID' });
  });

  it('goes by invitation, registration, code and login', async () => {
    const password = path.join(home, 'password');
    expect((await dq0(asClass(ProxyAdd), quarantine.connection)).exit).toBe(0);
    quarantine.answers = () => ok({ state: 'mailed' });
    const registered = await dq0(asClass(UserRegister), 'Ada@Example.org', '--password-file', password, '--json');
    expect(registered).toMatchObject({ exit: 0, stdout: '{"state":"mailed"}\n' });
    expect(quarantine.requests[0]).toMatchObject({
      operation: 'user.register',
      input: { email: 'ada@example.org', password: 'correct horse battery staple' },
    });
    const { fingerprint } = JSON.parse((await dq0(asClass(Fingerprint), '--json')).stdout) as { fingerprint: string };
    expect(fingerprint).toMatch(/^(\d{5} ){11}\d{5}$/);
    quarantine.answers = () => ok({ state: 'waiting' });
    expect((await dq0(asClass(UserConfirm), 'K7QF-2MXP')).stdout).toContain('compares the fingerprint');
    expect((await dq0(asClass(DataList), '--json')).exit).toBe(4);
    quarantine.answers = () =>
      ok({ token: 'secret-token', expires: '2026-12-24T00:00:00Z', mailbox: 'm', email: 'ada@example.org', roles: [] });
    const login = await dq0(asClass(UserLogin), '--password-file', password, '--json');
    expect(login.exit).toBe(0);
    expect(login.stdout + login.stderr).not.toContain('secret-token');
  });

  it('sends the token with what needs one', async () => {
    quarantine.answers = () => ok({ datasets: [], preparing: [] });
    expect((await dq0(asClass(DataList), '--json')).stdout).toBe('{"datasets":[],"preparing":[]}\n');
    expect(quarantine.requests[0]).toMatchObject({ operation: 'dataset.list', token: 'secret-token', input: {} });
  });
});

describe('a question', () => {
  it('waits for the answer and prints exactly the frozen object', async () => {
    quarantine.answers = ({ operation }) =>
      ok(operation === 'query.run' ? answerOf({ state: 'queued', rows: [], intervals: [] }) : answerOf({}));
    const { exit, stdout, stderr } = await run('--epsilon', '0.5', '--json');
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(QueryAnswer.parse(JSON.parse(stdout))).toEqual(answerOf({}));
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(quarantine.requests.map(({ operation }) => operation)).toEqual(['query.run', 'query.result']);
  });

  it('prints a table with intervals', async () => {
    quarantine.answers = () => ok(answerOf({}));
    expect((await run()).stdout).toContain('32,561 ± 22 (95 %)');
  });

  it('does not wait under --no-wait', async () => {
    quarantine.answers = () => ok(answerOf({ state: 'queued', rows: [], intervals: [] }));
    expect(await run('--no-wait')).toMatchObject({ exit: 0, stdout: '' });
    expect(quarantine.requests).toHaveLength(1);
  });

  it.each([
    ['QUERY_REFUSED', 3],
    ['EPSILON_LIMIT', 3],
    ['BUDGET_EXCEEDED', 5],
  ])('refused with %s exits %i, with the same object in JSON', async (code, exit) => {
    quarantine.answers = () => ok(refused(code));
    const json = await run('--json');
    expect(json.exit).toBe(exit);
    expect(QueryAnswer.parse(JSON.parse(json.stdout)).refusals?.[0]?.code).toBe(code);
  });

  it('refused marks the offending word on stderr, and nothing goes to stdout', async () => {
    quarantine.answers = () => ok(refused('QUERY_REFUSED'));
    const { stdout, stderr } = await run();
    expect(stdout).toBe('');
    expect(stderr).toContain(
      'Refused: rows cannot leave\n  SELECT * FROM adult\n         ^\n\nWhat to do: ask for COUNT(*)',
    );
  });

  it.each(['0', '-1', 'NaN', 'Infinity', 'much'])(
    'with epsilon %s is a usage error, and nothing is sent',
    async (epsilon) => {
      const { exit, stdout } = await run('--epsilon', epsilon, '--json');
      expect(exit).toBe(2);
      expect(errorOf(stdout)).toEqual({
        code: 'INPUT_INVALID',
        message: expect.any(String) as string,
        remedy: expect.any(String) as string,
        auditId: null,
      });
      expect(quarantine.requests).toHaveLength(0);
    },
  );

  it('withheld exits 1; waiting for a person exits 6', async () => {
    quarantine.answers = () => ok(answerOf({ state: 'withheld', rows: [], intervals: [] }));
    expect((await run()).exit).toBe(1);
    quarantine.answers = () => ok(answerOf({ state: 'in_review', rows: [], intervals: [] }));
    expect((await run('--json')).exit).toBe(6);
  });

  it('that the platform fails is one error object with its audit id', async () => {
    quarantine.answers = () => failed('DATASET_UNKNOWN');
    const { exit, stdout } = await run('--json');
    expect(exit).toBe(3);
    expect(errorOf(stdout)).toMatchObject({ code: 'DATASET_UNKNOWN', auditId: 'audit-1' });
  });

  it('has its price by plan, in the frozen form', async () => {
    const plan = (...argv: string[]) => dq0(asClass(QueryPlanCommand), 'SELECT 1', '--dataset', 'census', ...argv);
    quarantine.answers = () => ok(planOf([]));
    expect((await plan()).stdout).toContain('± 22 (95 %)');
    expect(QueryPlan.parse(JSON.parse((await plan('--json')).stdout)).accepted).toBe(true);
    const refusal = { code: 'BUDGET_EXCEEDED', message: 'm', position: null, remedy: 'epsilon 0.1 would fit' };
    quarantine.answers = () => ok(planOf([refusal]));
    expect((await plan()).stderr).toContain('epsilon 0.1 would fit');
    expect(await plan('--json')).toMatchObject({ exit: 5 });
  });
});

describe('other commands', () => {
  it('name the line of a mistake in a definition', async () => {
    const file = path.join(home, 'census.yaml');
    writeFileSync(file, 'name: census\nbudget: { epsilon: -1 }\n');
    quarantine.answers = () => failed('DATASET_INVALID', [{ path: 'budget.epsilon', message: 'a number above 0' }]);
    const { exit, stderr } = await dq0(asClass(DataAdd), file, '--grant', 'data-scientist', '--grant', 'auditor');
    expect(exit).toBe(2);
    expect(stderr).toContain(`${file}:2:20 budget.epsilon: a number above 0`);
    expect(quarantine.requests[0]?.input).toMatchObject({ groups: ['data-scientist', 'auditor'] });
  });

  it('ask for a data set whose data are still read until they are, or say that the platform goes on', async () => {
    const file = path.join(home, 'large.yaml');
    writeFileSync(file, 'name: large\n');
    const published = addDataset.example.output;
    const preparing = { ...published, state: 'preparing', since: new Date().toISOString() };
    quarantine.answers = () => ok(quarantine.requests.length < 3 ? preparing : published);
    expect(await dq0(asClass(DataAdd), file)).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('Published census') as string,
    });
    expect(new Set(quarantine.requests.map(({ input }) => JSON.stringify(input))).size).toBe(1);
    quarantine.answers = () => ok(preparing);
    const { exit, stderr } = await dq0(asClass(DataAdd), file, '--timeout', '1');
    expect(exit).toBe(7);
    expect(stderr).toContain('the platform goes on');
  });

  it('write an exported definition as it can be added again, to a file where one is named', async () => {
    const { definition } = exportDataset.output.parse(exportDataset.example.output);
    quarantine.answers = () => ok({ dataset: 'census', metadataVersion: 1, dataVersion: 1, definition });
    const file = path.join(home, 'exported.yaml');
    expect(await dq0(asClass(DataExport), 'census', '--out', file)).toMatchObject({ exit: 0, stdout: '' });
    const { exit, stdout } = await dq0(asClass(DataExport), 'census');
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: readFileSync(file, 'utf8') });
    expect(DatasetDefinition.parse(readDefinition(file).value)).toEqual(definition);
    const json = JSON.parse((await dq0(asClass(DataExport), 'census', '--json')).stdout) as unknown;
    expect(json).toEqual({ dataset: 'census', metadataVersion: 1, dataVersion: 1, definition, file: null });
    quarantine.answers = () => failed('DATASET_UNKNOWN');
    expect(await dq0(asClass(DataExport), 'nothing')).toMatchObject({ exit: 3, stdout: '' });
  });

  it('that cannot be undone need --yes where nobody can be asked', async () => {
    expect((await dq0(asClass(UserReject), 'eve@example.org', '--no-input')).exit).toBe(2);
    expect(quarantine.requests).toHaveLength(0);
  });
});

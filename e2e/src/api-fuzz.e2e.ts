import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { operations, runQuery, whoAmI, type AnyOperation } from '@dq0/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgesOf, type Edge } from './fuzz/edges-of.ts';
import { faultsOf } from './fuzz/faults-of.ts';
import { inputsOf, unknownOf } from './fuzz/inputs-of.ts';
import { Lives, UNREADY } from './fuzz/lives.ts';
import { requestOf } from './fuzz/request-of.ts';
import { GatewayProcess, type Answer } from './gateway-process.ts';
import { Quarantine } from './quarantine.ts';

const CASES = 200;
const AT_ONCE = 8;
const seed = Number(process.env['DQ0_FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Values that mean something to the sample quarantine: with them a case gets beyond "unknown". */
const KNOWN = {
  dataset: ['census'],
  table: ['adult'],
  epsilon: [0.001, 0.01, 100],
  sql: [
    'SELECT COUNT(*) AS n FROM adult',
    'SELECT * FROM adult',
    'SELECT AVG(age) FROM adult GROUP BY sex',
    'SELEC',
    '🙂',
  ],
  groups: [['data-scientist']],
  group: ['data-scientist', 'auditor'],
  email: ['nobody@example.org', 'ada@example.org'],
  project: ['churn', 'nowhere'],
  fresh: [false],
  limit: [1, 2],
  executor: ['local'],
};

const file = path.resolve(import.meta.dirname, '..', '..', 'docs', 'openapi.json');
const { paths } = JSON.parse(readFileSync(file, 'utf8')) as {
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
};
const documentedFor = ({ http }: AnyOperation): string[] => {
  const route = paths[http.path.replace(/:([a-z]+)/gi, '{$1}')]?.[http.method.toLowerCase()];
  return Object.keys(route?.responses ?? {});
};

/** Who may do most with an operation, so that a case gets as far as it can. */
const AREAS: Readonly<Record<string, string>> = {
  user: 'admin',
  group: 'admin',
  access: 'owner',
  platform: 'admin',
  executor: 'admin',
  plugin: 'admin',
  audit: 'admin',
  dataset: 'owner',
  credential: 'owner',
  budget: 'owner',
  policy: 'owner',
};
/** A case that ends the session of its device would leave nothing to the others: it has one that may be ended. */
const ENDING: ReadonlySet<string> = new Set([
  'user.logout',
  'user.login',
  'user.register',
  'user.confirm',
  'user.password',
  'user.new-password',
  'device.pair',
]);
const profileFor = ({ name }: AnyOperation): string =>
  ENDING.has(name) ? 'spare' : (AREAS[name.split('.')[0] ?? ''] ?? 'scientist');

const quarantine = Quarantine.fresh({ DQ0_PROXY_RATE_SENDER: '0', DQ0_PROXY_RATE_ADDRESS: '0' });
const gateways = new Map<string, { gateway: GatewayProcess; authorization: string }>();

beforeAll(async () => {
  await Quarantine.start(quarantine);
  const { connection } = JSON.parse(readFileSync(path.join(quarantine.home, 'invitation.json'), 'utf8')) as {
    connection: string;
  };
  for (const profile of ['spare', 'machine']) {
    expect((await quarantine.json(profile, ['proxy', 'add', connection])).exit).toBe(0);
  }
  mkdirSync(path.join(quarantine.home, 'profiles', UNREADY));
  for (const profile of ['admin', 'owner', 'scientist', 'spare', 'machine', UNREADY]) {
    const gateway = await GatewayProcess.start(quarantine, ['server', 'start', '--profile', profile]);
    const token = readFileSync(gateway.announced['tokenFile']!, 'utf8').trim();
    gateways.set(profile, { gateway, authorization: `Bearer ${token}` });
  }
});
afterAll(async () => {
  await Promise.all([...gateways.values()].map(({ gateway }) => gateway.stop()));
  await quarantine.stop();
});

async function sendEdge(operation: AnyOperation, edge: Edge): Promise<Answer> {
  const { gateway, authorization } = gateways.get(edge.unready ? UNREADY : profileFor(operation))!;
  const { address, ask, known } = edge;
  return gateway.ask(address, { ...ask, headers: { ...ask.headers, ...(known ? { authorization } : {}) } });
}

async function send(operation: AnyOperation, input: unknown): Promise<Answer> {
  const { gateway, authorization } = gateways.get(profileFor(operation))!;
  const { address, ask } = requestOf(operation, input);
  return gateway.ask(address, { ...ask, headers: { ...ask.headers, authorization } });
}

/** Sends requests, several at a time, and gathers what is wrong with the replies and which statuses came. */
async function sendAll(
  operation: AnyOperation,
  requests: readonly { readonly what: unknown; readonly send: () => Promise<Answer> }[],
): Promise<{ faults: string[]; statuses: Set<string> }> {
  const documented = documentedFor(operation);
  const [faults, statuses, left] = [[] as string[], new Set<string>(), requests.values()];
  const worker = async (): Promise<void> => {
    for (const request of left) {
      const answer = await request.send();
      statuses.add(String(answer.status));
      const found = faultsOf(operation, documented, answer);
      const both = `${JSON.stringify(request.what).slice(0, 300)} -> ${answer.text.slice(0, 300)}`;
      if (found.length > 0) faults.push(`${found.join(', ')}: ${both}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { faults, statuses };
}

describe(`every operation, with ${CASES} inputs of seed ${seed}`, () => {
  const reached = new Map(operations.map(({ name }) => [name, new Set<string>()]));

  it('keeps its contract through the life of an account, of a data set and of a question', async () => {
    const faults: string[] = [];
    const lives = new Lives(
      async (profile, operation, input, more = {}) => {
        const { gateway, authorization } = gateways.get(profile)!;
        const { address, ask } = requestOf(operation, input);
        const headers = { ...ask.headers, authorization, ...more.headers };
        const answer = await gateway.ask(address, { ...ask, headers });
        reached.get(operation.name)?.add(String(answer.status));
        faults.push(
          ...faultsOf(operation, documentedFor(operation), answer).map((fault) => `${operation.name}: ${fault}`),
        );
        return answer;
      },
      quarantine,
      (profile) => `http://localhost:${gateways.get(profile)?.gateway.port ?? 0}`,
    );
    await lives.ofAnAccount();
    await lives.ofAProject();
    await lives.ofARequest();
    await lives.ofADataset();
    await lives.ofAQuestion();
    await lives.ofAnExecutor();
    expect(faults).toEqual([]);
  });

  it.each(operations.map((operation) => [operation.name, operation] as const))(
    '%s keeps its contract',
    async (name, operation) => {
      const made = fc.sample(inputsOf(operation, KNOWN), { numRuns: CASES, seed });
      const { faults, statuses } = await sendAll(operation, [
        ...edgesOf(operation).map((edge) => ({ what: edge.ask, send: () => sendEdge(operation, edge) })),
        ...[operation.example.input, unknownOf(operation), ...made].map((input) => ({
          what: input,
          send: () => send(operation, input),
        })),
      ]);
      for (const status of statuses) reached.get(name)?.add(status);
      expect(faults.slice(0, 5), `DQ0_FUZZ_SEED=${seed}`).toEqual([]);
    },
  );

  it('reached every status that is written down', () => {
    const missed = operations.flatMap((operation) => {
      const theirs = documentedFor(operation).filter((status) => Number(status) < 500);
      const missing = theirs.filter((status) => !reached.get(operation.name)?.has(status));
      return missing.length > 0 ? [`${operation.name}: ${missing.join(' ')}`] : [];
    });
    expect(missed, `DQ0_FUZZ_SEED=${seed}`).toEqual([]);
  });
});

describe('the fuzz itself', () => {
  const answer = (status: number, body: unknown, type = 'application/json'): Answer => {
    const text = JSON.stringify(body);
    return { status, text, headers: { 'content-type': type }, json: <T>() => body as T };
  };
  const faults = (of: AnyOperation, given: Answer): string[] => faultsOf(of, documentedFor(of), given);

  it('sees a failure, a status that is not written down, another form, and the inside of a program', () => {
    expect(faults(whoAmI, answer(200, whoAmI.example.output))).toEqual([]);
    expect(faults(whoAmI, answer(500, {}))).toContain('status 500');
    expect(faults(whoAmI, answer(418, {}))).toContain('undocumented status 418');
    expect(faults(whoAmI, answer(200, { email: 'ada@example.org' }))).toEqual(['has another form']);
    expect(faults(whoAmI, answer(404, { detail: 'TypeError\n    at read (/x/y.ts:1:2)' }))).toContain(
      'shows its inside',
    );
    expect(faults(runQuery, answer(422, runQuery.example.output))).toEqual(['has another form']);
    expect(faults(runQuery, answer(422, { ...runQuery.example.output, state: 'refused' }))).toEqual([]);
  });
});

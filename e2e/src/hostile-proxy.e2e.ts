import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { canariesIn } from '@dq0/tools/testing/canary-search';
import { type AttackOptions, HostileQuarantine, LURE, SWITCH_NAMES } from '@dq0/tools/testing/hostile-quarantine';
import { type Message, MESSAGES, type Outcome, OUTCOMES } from './hostile-outcomes.ts';

const everyMessage = process.env['DQ0_EVERY_MESSAGE'] === 'true';
const EPSILON = '0.01';
const canary = `canary${Math.random().toString(36).slice(2, 10)}x`;
const sql = `SELECT COUNT(*) AS ${canary} FROM adult`;

interface Said {
  readonly exit: number;
  readonly value: Record<string, unknown>;
  readonly text: string;
}

let quarantine: HostileQuarantine;
let job: string;
let options: AttackOptions;
/** What one question costs. */
let share: number;
/** Jobs and their price so far, as they must be. */
let expected: { jobs: number; used: number };
beforeAll(async () => {
  quarantine = await HostileQuarantine.start();
  // A second bundle, so that the first is an old one.
  await quarantine.restartPlatform();
  const before = await charged();
  const first = await say('scientist', words('query.run', 60));
  expect(first.exit, first.text).toBe(0);
  job = String(first.value['job']);
  expected = { jobs: await jobs(), used: await charged() };
  share = expected.used - before;
  const { device } = (await say('scientist', words('user.whoami', 60))).value;
  for (const profile of ['scientist', 'owner']) await refreshBundle(profile);
  options = { victim: String(device), bundle: await quarantine.expiredBundle() };
});
afterEach(() => quarantine.use(null));
afterAll(() => quarantine.stop());

async function say(profile: string, line: readonly string[], stdin = ''): Promise<Said> {
  const { exit, stdout, stderr } = await quarantine.dq0(profile, line, stdin);
  const text = `${stdout}${stderr}`;
  try {
    return { exit, value: JSON.parse(stdout) as Record<string, unknown>, text };
  } catch {
    throw new Error(`dq0 ${line.join(' ')} printed no JSON (exit ${exit}):\n${text}`);
  }
}

function words(message: Message, timeout: number): string[] {
  const lines: Record<Message, string[]> = {
    'user.whoami': ['user', 'whoami'],
    'query.plan': ['query', 'plan', sql, '--dataset', 'census', '--epsilon', EPSILON],
    'query.run': ['query', 'run', sql, '--dataset', 'census', '--epsilon', EPSILON, '--fresh'],
    'query.result': ['query', 'result', job],
    'user.login': ['user', 'login', 'owner@example.org', '--password-stdin'],
  };
  return [...lines[message], '--timeout', String(timeout)];
}

const send = (message: Message, timeout: number): Promise<Said> =>
  message === 'user.login'
    ? say('owner', words(message, timeout), quarantine.password('owner'))
    : say('scientist', words(message, timeout));

async function refreshBundle(profile: string): Promise<void> {
  quarantine.forgetBundle(profile);
  expect((await say(profile, ['user', 'whoami'])).exit).toBe(0);
}

/** What the data set's account has paid. */
async function charged(): Promise<number> {
  const { exit, value, text } = await say('scientist', ['data', 'budget', 'census']);
  expect(exit, text).toBe(0);
  return Number(value['used']);
}

/** Jobs of the scientist. */
async function jobs(): Promise<number> {
  const { exit, value, text } = await say('scientist', ['query', 'list', '--limit', '200']);
  expect(exit, text).toBe(0);
  return (value['queries'] as unknown[]).length;
}

/** The run, which must be charged once, and two others in turn; all five in the deep tier. */
function messagesOf(outcome: Outcome): readonly Message[] {
  if (everyMessage) return MESSAGES;
  const others = MESSAGES.filter((message) => message !== 'query.run');
  const at = OUTCOMES.indexOf(outcome);
  return ['query.run', ...[at, at + 1].flatMap((turn) => others[turn % others.length] ?? [])];
}

/** Whether an answer is the one to this message, and no older or other one. */
const RIGHT: Record<Message, (value: Record<string, unknown>) => unknown> = {
  'user.whoami': ({ email }) => expect(email).toBe('scientist@example.org'),
  'query.plan': ({ accepted }) => expect(accepted).toBe(true),
  'query.run': ({ state, job: own }) => expect([state, own === job]).toEqual(['released', false]),
  'query.result': ({ state, job: own }) => expect([state, own]).toEqual(['released', job]),
  'user.login': ({ email }) => expect(email).toBe('owner@example.org'),
};

async function attacked(outcome: Outcome): Promise<[Message, Said][]> {
  const { name, timeout, bundle } = outcome;
  if (bundle) ['scientist', 'owner'].forEach((profile) => quarantine.forgetBundle(profile));
  await quarantine.use(name, options);
  const said = await Promise.all(
    messagesOf(outcome).map(async (message): Promise<[Message, Said]> => [message, await send(message, timeout)]),
  );
  expect((await quarantine.use(null))[name], 'the switch has acted').toBeGreaterThan(0);
  return said;
}

describe('every switch of the hostile proxy, for messages of each kind', () => {
  afterAll(async () => expect(await jobs()).toBe(expected.jobs));

  it('has a stated outcome', () => {
    expect(OUTCOMES.map(({ name }) => name).sort()).toEqual([...SWITCH_NAMES].sort());
    expect(OUTCOMES.length).toBeGreaterThan(40);
  });

  it.each(OUTCOMES)('$name: exit $exit, $code, $jobs job', async (outcome) => {
    for (const [message, { exit, value, text }] of await attacked(outcome)) {
      const right = outcome.exit === 0 || outcome.spared?.includes(message) === true;
      expect(exit, `${message}: ${text}`).toBe(right ? 0 : outcome.exit);
      if (right) RIGHT[message](value);
      else expect(value, message).toMatchObject({ error: { code: outcome.code } });
      expect(text).not.toContain(LURE);
    }
    expected = { jobs: expected.jobs + outcome.jobs, used: expected.used + outcome.jobs * share };
    // What the proxy held back arrives now, and is done once; a second time would show here or in the next row.
    await expect.poll(charged, { timeout: 60_000 }).toBeCloseTo(expected.used, 9);
  });
});

describe('somebody who joins through the hostile proxy', () => {
  const password = 'a long sentence nobody guesses';
  const email = 'grace@example.org';
  const register = (): Promise<Said> =>
    say('grace', ['user', 'register', email, '--password-stdin', '--timeout', '3'], password);
  const applicants = async (): Promise<Record<string, unknown>[]> =>
    ((await say('admin', ['user', 'list'])).value['users'] as Record<string, unknown>[]).filter(
      (user) => user['email'] === email,
    );

  it.each(['forge-bundle', 'mix-bundle', 'expire-bundle'] as const)(
    'pins nothing at first contact: %s',
    async (name) => {
      await quarantine.use(name, options);
      expect((await say('grace', ['proxy', 'add', quarantine.connection])).exit).toBe(8);
      expect((await quarantine.use(null))[name]).toBeGreaterThan(0);
      expect((await say('grace', ['user', 'whoami'])).exit).toBe(2);
    },
  );

  it.each(['substitute-client-key', 'resign-pulls'] as const)(
    'is not registered with another key: %s',
    async (name) => {
      expect((await say('grace', ['proxy', 'add', quarantine.connection])).exit).toBe(0);
      await quarantine.use(name);
      expect((await register()).exit).toBe(7);
      expect((await quarantine.use(null))[name]).toBeGreaterThan(0);
      expect(await applicants()).toEqual([]);
    },
  );

  it('is not confirmed by the proxy, even with the code of the mail', async () => {
    expect((await say('grace', ['user', 'register', email, '--password-stdin'], password)).exit).toBe(0);
    await expect.poll(() => quarantine.mailedCode(email)).toBeDefined();
    const code = quarantine.mailedCode(email) ?? '';
    const [applied] = await applicants();
    await quarantine.use('forge-confirmation', { code });
    await say('grace', ['user', 'login', email, '--password-stdin'], password);
    expect((await quarantine.use(null))['forge-confirmation']).toBeGreaterThan(0);
    expect(await applicants()).toEqual([applied]);
    expect((await say('grace', ['user', 'confirm', code])).exit).toBe(0);
    expect(await applicants()).not.toEqual([applied]);
  });
});

describe('the recording of all that went through', () => {
  it('holds no question, password or token in any spelling, and the names that a proxy may know', () => {
    const login = readFileSync(path.join(quarantine.home, 'profiles', 'scientist', 'login.json'), 'utf8');
    const { token, email } = JSON.parse(login) as { token: string; email: string };
    const secrets = { question: canary, token, email, password: quarantine.password('owner') };
    expect(canariesIn(quarantine.recording(), secrets)).toEqual([]);
    expect(canariesIn(quarantine.recording(), { device: options.victim ?? '' })).toEqual(['device']);
  });
});

import { accessSync, constants, existsSync } from 'node:fs';
import type { PlatformPorts } from '../config/platform-ports.ts';
import { openDatabase } from '../database/open-database.ts';
import { Settings } from '../database/settings.ts';
import { HIGH_WATER } from '../operations/high-water.ts';
import { PlatformKeys } from '../keys/platform-keys.ts';
import type { CommandResult } from './command.ts';

const ANSWER_MS = 5000;
const MOST_MINUTES_AHEAD = 1;

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly found: string;
}

/** Looks at everything the platform needs and says what is wrong and what to do; changes nothing. */
export async function doctor(ports: PlatformPorts): Promise<CommandResult> {
  const { config, keyStore } = ports;
  const findings = [
    await check('database', async () => {
      const { close } = await openDatabase(config.databasePath);
      await close();
      return 'schema and durability as required';
    }),
    await check('time', () => timely(ports)),
    await check('keys', async () => `identity ${(await PlatformKeys.read(keyStore)).identity.thumbprint}`),
    await check('mail', () => writable(config.mailFolder)),
    await check('service', () => {
      if (!existsSync(config.serviceSocket)) throw new Error('There is no socket. Start the service.');
      return 'socket present';
    }),
    ...(await Promise.all(config.proxies.map((origin) => check(`proxy ${origin}`, () => reach(ports, origin))))),
  ];
  if (config.proxies.length === 0) findings.push({ check: 'proxies', ok: false, found: 'Set DQ0_PLATFORM_PROXIES.' });
  const lines = findings.map(({ check: name, ok, found }) => `${ok ? 'ok  ' : 'FAIL'}  ${name}: ${found}`);
  return { json: { findings }, lines, exit: findings.every(({ ok }) => ok) ? 0 : 1 };
}

async function check(name: string, look: () => string | Promise<string>): Promise<Finding> {
  try {
    return { check: name, ok: true, found: await look() };
  } catch (error) {
    return { check: name, ok: false, found: error instanceof Error ? error.message : String(error) };
  }
}

/** Messages are judged by the newest time ever acted on: after a clock that ran ahead, all seem to come too late. */
async function timely({ config, clock }: PlatformPorts): Promise<string> {
  const { unitOfWork, close } = await openDatabase(config.databasePath);
  try {
    const mark = Number(unitOfWork.read((reading) => new Settings().get(reading, HIGH_WATER)) ?? 0);
    const ahead = Math.round((mark - clock.now().getTime()) / 60_000);
    if (ahead > MOST_MINUTES_AHEAD) {
      throw new Error(`This machine's clock is ${ahead} minutes behind what it was. Correct it, or wait.`);
    }
    return 'the clock has not gone back';
  } finally {
    await close();
  }
}

function writable(folder: string): string {
  if (!existsSync(folder)) return 'folder will be made with the first mail';
  accessSync(folder, constants.W_OK);
  return 'folder can be written';
}

async function reach({ proxyFetch }: PlatformPorts, origin: string): Promise<string> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  const answer = await proxyFetch.fetch(`${origin}/v1/platform`, { redirect: 'error', signal }).catch(() => undefined);
  await answer?.body?.cancel();
  if (answer === undefined) throw new Error('It does not answer. Check the address and that it runs.');
  return answer.ok ? 'reachable, serves a bundle' : 'reachable, has no bundle yet';
}

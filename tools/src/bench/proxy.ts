import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  type IdentityKey,
  generateEncryptionKey,
  generateIdentityKey,
  importEncryptionPublic,
  newMessageId,
  sealMessage,
} from '@dq0/encryption';
import { end, startChild } from '../demo/child-process.ts';
import type { DemoConfig } from '../demo/config/demo-config.ts';
import { freePort } from '../demo/free-port.ts';
import { QuarantineProcesses } from '../demo/quarantine-processes.ts';
import { StateFolder } from '../demo/state-folder.ts';
import { type BenchReport, quantile, rounded, timeEach } from './figures.ts';

const run = promisify(execFile);
const MESSAGES = 6000;
const PARALLEL = 64;
const SENDERS = 64;
/** A body that seals to an envelope of about 4 KiB. */
const BODY = { text: 'x'.repeat(700) };

/** Durable messages a second of one proxy process (S3), measured from outside over HTTP. */
export async function benchProxy(config: DemoConfig): Promise<BenchReport> {
  const state = new StateFolder(mkdtempSync(path.join(tmpdir(), 'dq0-bench-')), config.cache);
  const platform = await generateIdentityKey();
  const processes = new QuarantineProcesses(config, state, await freePort(18_000));
  processes.pinPlatform(platform.thumbprint);
  const limits = { DQ0_PROXY_RATE_SENDER: '0', DQ0_PROXY_RATE_ADDRESS: '0', DQ0_PROXY_LOG_LEVEL: 'warn' };
  const options = processes.child('proxy');
  const env = { ...options.env, ...limits };
  await run(options.command, [...options.args, 'migrate'], { env });
  const messages = await sealed(platform);
  const proxy = await startChild('proxy', { ...options, env });
  try {
    const memory = residentMiB(proxy.mark.pid);
    const post = poster(processes.origin);
    const begin = performance.now();
    const times = await timeEach(MESSAGES, PARALLEL, async (at) => post(messages[at] ?? ''));
    const seconds = (performance.now() - begin) / 1000;
    return {
      figures: [
        {
          name: 'durable messages',
          value: rounded(MESSAGES / seconds),
          unit: 'messages/s',
          target: { id: 'S3', limit: 2000, direction: 'at least' },
        },
        {
          name: 'time to 202, p99',
          value: rounded(quantile(times, 0.99)),
          unit: 'ms',
          target: { id: 'S3', limit: 150, direction: 'at most' },
        },
        { name: 'time to 202, median', value: rounded(quantile(times, 0.5)), unit: 'ms' },
        { name: 'memory idle', value: memory, unit: 'MiB' },
        { name: 'memory after the load', value: residentMiB(proxy.mark.pid), unit: 'MiB' },
      ],
      facts: { messages: MESSAGES, parallel: PARALLEL, senders: SENDERS, bytes: messages[0]?.length },
    };
  } finally {
    await end([proxy.mark]);
    rmSync(state.home, { recursive: true, force: true });
  }
}

async function sealed(platform: IdentityKey): Promise<string[]> {
  const encryption = await importEncryptionPublic((await generateEncryptionKey()).publicJwk);
  const senders = await Promise.all(Array.from({ length: SENDERS }, () => generateIdentityKey()));
  const bodies: string[] = [];
  const now = Date.now();
  await timeEach(MESSAGES, 32, async (at) => {
    const sender = senders[at % SENDERS] ?? platform;
    const envelope = await sealMessage({
      type: 'request',
      sender,
      recipient: { identity: platform.thumbprint, encryption },
      id: newMessageId(),
      number: at + 1,
      issuedAt: new Date(now),
      expiresAt: new Date(now + 3_600_000),
      body: BODY,
    });
    bodies[at] = JSON.stringify({ envelope, key: sender.publicJwk });
  });
  return bodies;
}

/** Posts over kept-alive connections; anything but 202 stops the measurement. */
function poster(origin: string): (body: string) => Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: PARALLEL });
  const headers = { 'content-type': 'application/json' };
  return (body) =>
    new Promise((resolve, reject) => {
      const sent = request(
        `${origin}/v1/messages`,
        { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
        (answer) => {
          answer.resume();
          answer.once('end', () =>
            answer.statusCode === 202 ? resolve() : reject(new Error(`the proxy answered ${answer.statusCode ?? 0}`)),
          );
        },
      );
      sent.once('error', reject);
      sent.end(body);
    });
}

function residentMiB(pid: number): number {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kib ?? 0) / 1024);
}

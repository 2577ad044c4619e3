import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Dq0Client, type PlatformPin } from '@dq0/client';
import {
  generateEncryptionKey,
  generateIdentityKey,
  importEncryptionPublic,
  importIdentityPublic,
  newMessageId,
  openMessage,
  readOuter,
  sealMessage,
  signProof,
  type EncryptionKey,
  type IdentityKey,
} from '@dq0/encryption';
import { NONCE_HEADER, PlatformAnswer, ReplyAnswer, whoAmI } from '@dq0/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { end, type RunningChild, startChild } from '../../demo/child-process.ts';
import { demoConfig } from '../../demo/config/demo-config.ts';
import { freePort } from '../../demo/free-port.ts';
import { QuarantineProcesses } from '../../demo/quarantine-processes.ts';
import { StateFolder } from '../../demo/state-folder.ts';
import { HostileProxy } from './hostile-proxy.ts';
import { PlatformDouble } from './platform-double.ts';
import type { SwitchName } from './switches.ts';

let [device, neighbour]: IdentityKey[] = [];
let replyKey: EncryptionKey;
beforeAll(async () => {
  [device, neighbour, replyKey] = await Promise.all([
    generateIdentityKey(),
    generateIdentityKey(),
    generateEncryptionKey(),
  ]);
});

/** The real proxy as a process, the hostile one before it, and a platform behind both. */
class Wire {
  readonly #state = new StateFolder(mkdtempSync(path.join(tmpdir(), 'dq0-wire-')), tmpdir());
  hostile!: HostileProxy;
  platform!: PlatformDouble;
  #proxy: RunningChild | undefined;
  pin!: PlatformPin;

  async start(remembers = true): Promise<void> {
    const port = await freePort(23_000);
    this.hostile = await HostileProxy.start({ upstream: `http://127.0.0.1:${port}`, port: 0 });
    const { origin } = this.hostile;
    const devices = [device!.publicKey, neighbour!.publicKey];
    this.platform = await PlatformDouble.withNewKeys({ origin, devices, remembers });
    const processes = new QuarantineProcesses(demoConfig(), this.#state, port, origin);
    processes.pinPlatform(this.platform.identity.thumbprint);
    const child = processes.child('proxy');
    execFileSync(child.command, [...child.args, 'migrate'], { env: child.env });
    this.#proxy = await startChild('proxy', child);
    await this.platform.introduce(1);
    await this.platform.introduce(2);
    this.platform.start();
    this.pin = { thumbprint: this.platform.identity.thumbprint, proxies: [origin], bundleNumber: 2 };
  }

  async stop(): Promise<void> {
    await this.platform.stop();
    await this.hostile.stop();
    if (this.#proxy) await end([this.#proxy.mark]);
    rmSync(this.#state.home, { recursive: true, force: true });
  }

  /** The product's client: the same call as one line of its answer or its error's code. */
  async ask(identity = device!, timeoutMs = 8000): Promise<string> {
    const client = new Dq0Client({
      pin: this.pin,
      session: { identity, replyKey, token: 'the secret token' },
      onPin: () => undefined,
    });
    return client.call(whoAmI, {}, { timeoutMs }).then(
      ({ email }) => email,
      (error: unknown) => String((error as { code?: string }).code),
    );
  }

  executions(): number {
    return [...this.platform.executed.values()].reduce((sum, count) => sum + count, 0);
  }
}

let wire: Wire;
beforeAll(async () => {
  wire = new Wire();
  await wire.start();
});
beforeEach(() => wire.hostile.use(null));
afterAll(() => wire.stop());

/** A client that believes what it is given: it checks neither the bundle nor what a reply answers. */
async function trustingAsk(): Promise<string> {
  const { origin } = wire.hostile;
  const got = await fetch(`${origin}/v1/platform`);
  const { bundle } = PlatformAnswer.parse(await got.json());
  const claimed = JSON.parse(Buffer.from(bundle.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
    identity: unknown;
    keys: unknown[];
  };
  const platform = await importIdentityPublic(claimed.identity);
  const now = Date.now();
  const id = newMessageId();
  const envelope = await sealMessage({
    type: 'request',
    sender: device!,
    recipient: { identity: wire.pin.thumbprint, encryption: await importEncryptionPublic(claimed.keys[0]) },
    id,
    number: 1,
    issuedAt: new Date(now),
    expiresAt: new Date(now + 600_000),
    body: { operation: 'user.whoami', input: {}, token: 'the secret token', replyKey: replyKey.publicJwk },
  });
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ envelope, key: device!.publicJwk });
  const posted = await fetch(`${origin}/v1/messages`, { method: 'POST', headers, body });
  const nonce = posted.headers.get(NONCE_HEADER) ?? '';
  const proof = await signProof({ typ: 'dq0-subscribe', identity: device!, origin, nonce, issuedAt: new Date() });
  const answer = await fetch(`${origin}/v1/messages/${id}/reply?wait=2`, {
    headers: { authorization: `DQ0 ${proof}` },
  });
  if (answer.status !== 200) return envelope;
  const reply = ReplyAnswer.parse(await answer.json()).envelope;
  const { body: opened } = await openMessage(reply, {
    type: 'reply',
    sender: platform,
    recipientIdentity: device!.thumbprint,
    keys: [replyKey],
    inReplyTo: readOuter(reply).inReplyTo,
  });
  return JSON.stringify(opened);
}

describe('a hostile proxy before the real one', () => {
  it('passes everything while it is honest, and remembers it', async () => {
    expect(await wire.ask()).toBe('ada@example.org');
    const seen = (): number[] => {
      const { posts, messages, replies, bundles } = wire.hostile.memory;
      return [posts.length, messages.length, replies.length, bundles.length];
    };
    // The answer may be here before the proxy has noted down what it carried.
    await expect.poll(seen).toEqual([1, 1, 1, 2]);
  });

  it('joins both ends of a socket', async () => {
    const { origin } = wire.hostile;
    const nonce = (await fetch(`${origin}/v1/platform`)).headers.get(NONCE_HEADER) ?? '';
    const proof = await signProof({ typ: 'dq0-subscribe', identity: device!, origin, nonce, issuedAt: new Date() });
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/v1/socket?proof=${proof}`);
    const types = new Set<string>();
    socket.on('message', (data: Buffer) => {
      types.add((JSON.parse(data.toString('utf8')) as { type: string }).type);
    });
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send('not a message of the protocol');
    await expect.poll(() => [...types].sort()).toEqual(['refused', 'reply']);
    socket.terminate();
  });

  const outcomes: [SwitchName, string, number][] = [
    ['replay-requests', 'ada@example.org', 1],
    ['replay-pulls', 'ada@example.org', 1],
    ['duplicate-pulls', 'ada@example.org', 1],
    ['flip-pulls', 'TIMED_OUT', 0],
    ['resign-pulls', 'TIMED_OUT', 0],
    ['substitute-client-key', 'PROXY_REFUSED', 0],
    ['flip-replies', 'REPLY_INVALID', 1],
    ['resign-replies', 'REPLY_INVALID', 1],
    ['echo-requests', 'REPLY_INVALID', 1],
    ['forge-bundle', 'BUNDLE_INVALID', 0],
    ['mix-bundle', 'BUNDLE_INVALID', 0],
    ['unsign-bundle', 'BUNDLE_INVALID', 0],
    ['roll-back-bundle', 'BUNDLE_STALE', 0],
    ['oversize-bundle', 'PROXY_UNREACHABLE', 0],
    ['redirect-replies', 'PROXY_REFUSED', 1],
  ];
  it.each(outcomes)('%s ends in %s, with %i executions', async (name, outcome, executions) => {
    const before = wire.executions();
    wire.hostile.use(name);
    expect(await wire.ask(device, outcome === 'TIMED_OUT' ? 1500 : 8000)).toBe(outcome);
    expect(wire.executions() - before).toBe(executions);
    expect(wire.hostile.acted(name)).toBeGreaterThan(0);
  });

  it.each(['swap-replies', 'swap-reply-users', 'swap-pushes'] as const)('%s is noticed by the client', async (name) => {
    await wire.ask(name === 'swap-reply-users' ? neighbour! : device!);
    wire.hostile.use(name);
    expect(await wire.ask()).toBe('REPLY_INVALID');
    expect(wire.hostile.acted(name)).toBeGreaterThan(0);
  });
});

describe('the switches do harm where a guard is missing', () => {
  it('a platform that does not remember what it has answered executes twice', async () => {
    const forgetful = new Wire();
    await forgetful.start(false);
    forgetful.hostile.use('duplicate-pulls');
    await forgetful.ask();
    expect(forgetful.executions()).toBeGreaterThan(1);
    await forgetful.stop();
  });

  it('a client that does not check what a reply answers takes an old one for new', async () => {
    const first = await trustingAsk();
    wire.hostile.use('swap-replies');
    expect(await trustingAsk()).toBe(first);
    expect(wire.hostile.acted('swap-replies')).toBeGreaterThan(0);
  });

  it('a client that does not check the bundle seals its token to the proxy', async () => {
    wire.hostile.use('mix-bundle');
    const envelope = await trustingAsk();
    const { body } = await openMessage(envelope, {
      type: 'request',
      sender: device!.publicKey,
      recipientIdentity: wire.pin.thumbprint,
      keys: [wire.hostile.forger.encryption],
    });
    expect(JSON.stringify(body)).toContain('the secret token');
  });
});

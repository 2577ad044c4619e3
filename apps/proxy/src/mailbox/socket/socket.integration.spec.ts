import { connect as connectSocket } from 'node:net';
import { generateIdentityKey, type IdentityKey } from '@dq0/encryption';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { makePlatform, sealReply, sealRequest, type TestPlatform } from '../../../testing/parties.ts';
import { TestProxy } from '../../../testing/running-proxy.ts';
import { Limits } from '../../limits/index.ts';
import { ReplyRepository } from '../reply.repository.ts';
import { SocketServer } from './socket-server.ts';

interface Frame {
  readonly type: string;
  readonly id: string | null;
  readonly cursor?: number;
  readonly envelope?: string;
  readonly problem?: { readonly code: string };
}

let platform: TestPlatform;
let device: IdentityKey;
let stranger: IdentityKey;
let proxy: TestProxy;
const open: WebSocket[] = [];

beforeAll(async () => {
  [platform, device, stranger] = await Promise.all([makePlatform(), generateIdentityKey(), generateIdentityKey()]);
  proxy = await TestProxy.start(platform, { DQ0_PROXY_INFLIGHT_BYTES: String(8 * 1024 * 1024) });
  await proxy.introducePlatform();
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate();
  await vi.waitFor(() => expect(proxy.running.app.get(SocketServer).size).toBe(0));
});
afterAll(() => proxy.stop());

function dial(path: string, headers: Record<string, string> = {}): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${proxy.port}${path}`, { headers });
  socket.on('error', () => undefined);
  open.push(socket);
  return socket;
}
async function connect(identity: IdentityKey, cursor?: number): Promise<{ socket: WebSocket; frames: Frame[] }> {
  const socket = dial('/v1/socket', { authorization: `DQ0 ${await proxy.subscribeProof(identity, cursor)}` });
  const frames: Frame[] = [];
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8')) as Frame));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('unexpected-response', reject));
  return { socket, frames };
}
const refusal = (socket: WebSocket) =>
  new Promise<number | undefined>((resolve, reject) => {
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode)).once('open', reject);
  });
const send = (socket: WebSocket, envelope: string, key: IdentityKey) =>
  socket.send(JSON.stringify({ type: 'message', envelope, key: key.publicJwk }));
const closed = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve));
const push = async (...replies: unknown[]) => expect((await proxy.push({ replies })).status).toBe(200);
const answered = async () => sealReply(platform, device, await sealRequest(device, platform));

describe('WS /v1/socket', () => {
  it('takes messages like the route does: accepted once durable, refused with the problem', async () => {
    const { socket, frames } = await connect(device);
    const sealed = await sealRequest(device, platform);
    const other = await sealRequest(device, platform, { id: sealed.id });
    send(socket, sealed.envelope, device);
    await vi.waitFor(() => expect(frames).toEqual([{ type: 'accepted', id: sealed.id }]));
    expect(JSON.stringify((await proxy.pull()).body)).toContain(sealed.envelope);
    send(socket, other.envelope, device);
    send(socket, 'x', device);
    socket.send('{"type":');
    socket.send(Buffer.from('{}'));
    await vi.waitFor(() => expect(frames).toHaveLength(5));
    expect(
      frames
        .slice(1)
        .map(({ type, id, problem }) => [type, id, problem?.code])
        .sort(),
    ).toEqual([
      ['refused', null, 'BODY_INVALID'],
      ['refused', null, 'BODY_INVALID'],
      ['refused', null, 'ENVELOPE_INVALID'],
      ['refused', sealed.id, 'MESSAGE_CONFLICT'],
    ]);
  });

  it('pushes replies to the device they are for, in order', async () => {
    const [{ frames }, foreign] = [await connect(device), await connect(stranger)];
    const replies = [await answered(), await answered(), await answered()];
    await push(replies[0]);
    await push(replies[1], replies[2]);
    await vi.waitFor(() => expect(frames.filter(({ id }) => replies.some((reply) => reply.id === id))).toHaveLength(3));
    const cursors = frames.map(({ cursor }) => cursor ?? 0);
    expect(cursors).toEqual([...cursors].sort((left, right) => left - right));
    expect(foreign.frames).toEqual([]);
  });

  it('resumes after the cursor of the proof', async () => {
    const first = await answered();
    await push(first);
    const before = await connect(device);
    await vi.waitFor(() => expect(before.frames.at(-1)?.id).toBe(first.id));
    before.socket.terminate();
    const second = await answered();
    await push(second);
    const after = await connect(device, before.frames.at(-1)?.cursor);
    await vi.waitFor(() => expect(after.frames).toHaveLength(1));
    expect(after.frames[0]).toMatchObject({ type: 'reply', id: second.id, envelope: second.envelope });
  });

  it('takes the proof from the query where headers cannot be set', async () => {
    const socket = dial(`/v1/socket?proof=${await proxy.subscribeProof(device)}`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('unexpected-response', reject));
  });

  it('opens for nobody without a fresh proof', async () => {
    const proof = await proxy.subscribeProof(device);
    expect(await refusal(dial('/v1/socket'))).toBe(401);
    expect(await refusal(dial('/v1/socket?proof=x'))).toBe(401);
    expect(await refusal(dial('/v1/elsewhere', { authorization: `DQ0 ${proof}` }))).toBe(404);
    const socket = dial('/v1/socket', { authorization: `DQ0 ${proof}` });
    await new Promise((resolve) => socket.once('open', resolve));
    expect(await refusal(dial('/v1/socket', { authorization: `DQ0 ${proof}` }))).toBe(401);
  });

  it('gives a nonce with every answer to an upgrade', async () => {
    const refused = dial('/v1/socket');
    const headers = await new Promise((resolve) =>
      refused.once('unexpected-response', (_, { headers: all }) => resolve(all)),
    );
    expect(headers).toMatchObject({ 'dq0-nonce': expect.stringMatching(/^[\w-]{22}$/) as string });
    const socket = dial('/v1/socket', { authorization: `DQ0 ${await proxy.subscribeProof(device)}` });
    const upgrade = await new Promise((resolve) => socket.once('upgrade', ({ headers: all }) => resolve(all)));
    expect(upgrade).toMatchObject({ 'dq0-nonce': expect.stringMatching(/^[\w-]{22}$/) as string });
  });

  it('limits the sockets of one key', async () => {
    for (let count = 0; count < 8; count += 1) await connect(stranger);
    const ninth = dial('/v1/socket', { authorization: `DQ0 ${await proxy.subscribeProof(stranger)}` });
    expect(await refusal(ninth)).toBe(429);
    await connect(device);
  });

  it('ends a connection that sends a frame over the limit', async () => {
    const { socket } = await connect(device);
    socket.send('x'.repeat(1_600_000));
    expect(await closed(socket)).toBe(1009);
  });

  it('keeps half-sent frames within the memory it has, and gives it back', async () => {
    const { memory } = proxy.running.app.get(Limits);
    const sockets = await Promise.all([1, 2, 3, 4].map(() => connect(device)));
    const ends = sockets.map(({ socket }) => closed(socket));
    for (const { socket } of sockets) socket.send('x'.repeat(1_000_000), { fin: false });
    await Promise.any(ends);
    await vi.waitFor(() => expect(memory.held).toBeGreaterThan(0));
    expect(memory.held).toBeLessThanOrEqual(2 * 1024 * 1024);
    for (const { socket } of sockets) socket.terminate();
    await vi.waitFor(() => expect(memory.held).toBe(0));
  });

  it.each(['//', '/v1/socket?%', '/v1/socket#', '*'])('answers an upgrade at %s with a problem', async (path) => {
    const answer = await handshake(path);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d .*dq0-nonce: [\w-]{22}\r\n.*"code":"/s);
  });

  it('answers a handshake that is none with a problem', async () => {
    const answer = await handshake(`/v1/socket?proof=${await proxy.subscribeProof(device)}`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*"code":"METHOD_UNKNOWN"/s);
  });

  it('answers a request that offers another protocol as if it did not', async () => {
    const answer = await handshake('/v1/health', 'h2c');
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*"ok":true/s);
  });

  it('leaves a proxy standing whose store cannot be read', async () => {
    const replies = proxy.running.app.get(ReplyRepository);
    const { socket } = await connect(device);
    const reading = vi.spyOn(replies, 'after').mockImplementation(() => {
      throw new Error('database disk image is malformed');
    });
    const ended = closed(socket);
    await push(await answered());
    expect(await ended).toBe(1006);
    reading.mockRestore();
    await connect(device);
  });
});

/** The answer to a bare upgrade request without the headers of a WebSocket. */
function handshake(path: string, protocol = 'websocket'): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const head = `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: ${protocol}\r\n\r\n`;
    const socket = connectSocket(proxy.port, '127.0.0.1', () => socket.write(head));
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      received += data.toString();
      if (received.endsWith('}')) socket.destroy();
    });
    socket.on('close', () => resolve(received));
  });
}

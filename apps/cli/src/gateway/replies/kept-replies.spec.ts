import { describe, expect, it, vi } from 'vitest';
import type { Attempt } from '@dq0/client';
import { KeptReplies } from './kept-replies.ts';
import type { Reply } from './reply.ts';

const reply = (status: number, text = '{}'): Reply => ({ status, text, mediaType: 'application/json' });
const make = (...replies: Reply[]) =>
  vi.fn<(attempt: Attempt) => Promise<Reply>>(async () => replies.shift() ?? reply(200));

describe('replies that are kept', () => {
  it('answer the same key and request with the same reply, made once', async () => {
    const kept = new KeptReplies();
    const once = make(reply(200, '"one"'));
    expect(await kept.answer('key', 'request', once)).toEqual({ reply: reply(200, '"one"'), replayed: false });
    expect(await kept.answer('key', 'request', once)).toEqual({ reply: reply(200, '"one"'), replayed: true });
    expect(once).toHaveBeenCalledTimes(1);
    await kept.answer('other', 'request', once);
    expect(once).toHaveBeenCalledTimes(2);
  });

  it('refuse a key that was sent with another request', async () => {
    const kept = new KeptReplies();
    await kept.answer('key', 'request', make());
    await expect(kept.answer('key', 'changed', make())).rejects.toMatchObject({ code: 'KEY_REUSED' });
  });

  it('let a second request wait for the first', async () => {
    const kept = new KeptReplies();
    const { promise, resolve } = Promise.withResolvers<Reply>();
    const slow = vi.fn(() => promise);
    const both = [kept.answer('key', 'request', slow), kept.answer('key', 'request', slow)];
    resolve(reply(202));
    expect((await Promise.all(both)).map((one) => one.reply.status)).toEqual([202, 202]);
    expect(slow).toHaveBeenCalledTimes(1);
  });

  it('hand over the same attempt after a failure on the way', async () => {
    const kept = new KeptReplies();
    const failing = make(reply(504), reply(200, '"done"'));
    expect((await kept.answer('key', 'request', failing)).reply.status).toBe(504);
    expect((await kept.answer('key', 'request', failing)).reply.text).toBe('"done"');
    const [[first], [second]] = failing.mock.calls as [[Attempt], [Attempt]];
    expect(second).toBe(first);
  });

  it('begin anew after a login was missing, but keep what the platform refused', async () => {
    const kept = new KeptReplies();
    const login = make(reply(401), reply(200));
    await kept.answer('key', 'request', login);
    expect((await kept.answer('key', 'request', login)).reply.status).toBe(200);
    const [[first], [second]] = login.mock.calls as [[Attempt], [Attempt]];
    expect(second).not.toBe(first);
    const refused = make(reply(402), reply(200));
    await kept.answer('over', 'request', refused);
    expect((await kept.answer('over', 'request', refused)).reply.status).toBe(402);
  });

  it('are forgotten after 24 hours', async () => {
    let now = 0;
    const kept = new KeptReplies(() => now);
    const twice = make();
    await kept.answer('key', 'request', twice);
    now = 24 * 60 * 60_000;
    expect((await kept.answer('key', 'changed', twice)).replayed).toBe(false);
  });
});

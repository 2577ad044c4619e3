import { describe, expect, it } from 'vitest';
import { ProfileConnection } from '../../session/profile-connection.ts';
import { Profile } from '../../session/profile.ts';
import { Sessions } from './sessions.ts';

const connect = (name: string) => new ProfileConnection(new Profile(name, `/${name}`), { note: () => undefined });
const [scientist, owner] = [connect('scientist'), connect('owner')];

describe('sessions', () => {
  it('know a token by nothing but itself, and as nothing else', async () => {
    const sessions = new Sessions();
    const token = await sessions.newToken(scientist, 'program');
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect((await sessions.find(token, 'program'))?.connection).toBe(scientist);
    expect(await sessions.find(token, 'browser')).toBeUndefined();
    expect(await sessions.find(token, 'starter')).toBeUndefined();
    expect(await sessions.find(`${token}A`, 'program')).toBeUndefined();
    expect(await sessions.find('', 'program')).toBeUndefined();
  });

  it('begin one browser session for each start code, bound to its profile', async () => {
    const sessions = new Sessions();
    const [one, two] = [await sessions.newStart(scientist), await sessions.newStart(owner)];
    const [first, second] = [await sessions.redeem(one), await sessions.redeem(two)];
    expect(await sessions.redeem(one)).toBeUndefined();
    expect((await sessions.find(first!.secret, 'browser'))?.connection).toBe(scientist);
    expect((await sessions.find(second!.secret, 'browser'))?.connection).toBe(owner);
    expect(await sessions.find(one, 'browser')).toBeUndefined();
  });

  it('refuse a start code that lay too long, and end a browser session in time or when asked', async () => {
    let now = 0;
    const sessions = new Sessions(() => now);
    const old = await sessions.newStart(scientist);
    const code = await sessions.newStart(scientist);
    const started = await sessions.redeem(code);
    now = 5 * 60_000;
    expect(await sessions.redeem(old)).toBeUndefined();
    expect(await sessions.find(started!.secret, 'browser')).toBeDefined();
    now = 13 * 60 * 60_000;
    expect(await sessions.find(started!.secret, 'browser')).toBeUndefined();

    const again = await sessions.redeem(await sessions.newStart(scientist));
    sessions.end((await sessions.find(again!.secret, 'browser'))!);
    expect(await sessions.find(again!.secret, 'browser')).toBeUndefined();
  });
});

import { mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readEnvironment } from '../config/environment.ts';
import { UsageError } from '../errors/usage-error.ts';
import { chooseProfile } from './choose-profile.ts';
import { Profile } from './profile.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'dq0-profiles-'));
});

describe('the profile to use', () => {
  it('is the named one', () => {
    expect(chooseProfile(root, 'owner')).toEqual({ name: 'owner', folder: path.join(root, 'owner') });
  });

  it('is "default" when nothing is there, and the only one when one is', () => {
    expect(chooseProfile(root, undefined).name).toBe('default');
    mkdirSync(path.join(root, 'scientist'));
    expect(chooseProfile(root, undefined).name).toBe('scientist');
  });

  it('must be named where there are several and none is "default"', () => {
    mkdirSync(path.join(root, 'owner'));
    mkdirSync(path.join(root, 'scientist'));
    expect(() => chooseProfile(root, undefined)).toThrow(UsageError);
    mkdirSync(path.join(root, 'default'));
    expect(chooseProfile(root, undefined).name).toBe('default');
  });

  it.each(['../evil', 'a/b', '', 'Ä', '.hidden'])('is never outside its folder: %j', (name) => {
    expect(() => chooseProfile(root, name)).toThrow(UsageError);
  });
});

describe('a profile', () => {
  it('in a folder that cannot be one says so, and what to do', () => {
    const file = path.join(root, 'file');
    writeFileSync(file, '');
    const profile = new Profile('ada', path.join(file, 'ada'));
    expect(() => profile.login).toThrow(/cannot be read \(ENOTDIR\)/);
    expect(() => profile.saveEmail('ada@example.org')).toThrow(UsageError);
  });

  it('keeps its secrets readable by their owner alone', () => {
    const profile = new Profile('p', path.join(root, 'p'));
    profile.saveLogin({ email: 'a', token: 't', expires: '', roles: [], mailbox: 'm' });
    expect(statSync(path.join(root, 'p', 'login.json')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(root, 'p')).mode & 0o777).toBe(0o700);
    expect(profile.login?.token).toBe('t');
  });

  it('says which file is damaged instead of failing with a riddle', () => {
    mkdirSync(path.join(root, 'p'));
    writeFileSync(path.join(root, 'p', 'platform.json'), '{"thumb');
    expect(() => new Profile('p', path.join(root, 'p')).pin).toThrow(/platform\.json.*damaged/);
  });
});

describe('the state folder', () => {
  it('is $DQ0_HOME, else .dq0 of the checkout, else the configuration folder of the user', () => {
    const checkout = path.join(root, 'checkout');
    const code = path.join(checkout, 'apps', 'cli', 'dist');
    mkdirSync(code, { recursive: true });
    expect(readEnvironment({ DQ0_HOME: root }, code).home).toBe(root);
    expect(readEnvironment({ XDG_CONFIG_HOME: root }, code).home).toBe(path.join(root, 'dq0'));
    writeFileSync(path.join(checkout, 'nx.json'), '');
    writeFileSync(path.join(checkout, 'dq0'), '');
    expect(readEnvironment({}, code).home).toBe(path.join(checkout, '.dq0'));
  });
});

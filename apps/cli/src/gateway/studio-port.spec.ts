import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Profile } from '../session/profile.ts';
import { studioPort } from './studio-port.ts';

const root = mkdtempSync(path.join(tmpdir(), 'dq0-ports-'));
afterAll(() => rmSync(root, { recursive: true }));
const profile = (name: string): Profile => new Profile(name, path.join(root, name));

it('is the one that the profile had, and none that another has', () => {
  profile('ada').saveStudioPort(9000);
  profile('bob').saveStudioPort(9003);
  expect(studioPort(root, profile('ada'), undefined)).toEqual({
    port: 9000,
    orNext: true,
    first: 9000,
    others: [9003],
  });
  expect(studioPort(root, profile('eve'), undefined)).toMatchObject({ first: undefined, others: [9000, 9003] });
});

it('is the one that is named, and no other', () => {
  expect(studioPort(root, profile('ada'), 9100)).toEqual({ port: 9100, orNext: false });
});

it('is not what no port can be', () => {
  profile('zoe').saveStudioPort(70_000);
  expect(profile('zoe').studioPort).toBeUndefined();
});

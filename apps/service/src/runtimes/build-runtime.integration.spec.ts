import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inherited } from '../../test/config/inherited.ts';
import { BuilderConfig } from '../config/index.ts';
import { buildState } from './build-marks.ts';
import { buildRuntime } from './build-runtime.ts';
import { runtimeFolder } from './runtime.ts';

const lock = '# nothing but the interpreter\n';
let folder: string;
let config: BuilderConfig;
const said: string[] = [];
const build = () => buildRuntime(request(), config, (text) => said.push(text));
const request = () => ({ python: '3.11', lockFile: path.join(folder, 'requirements.lock') });

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dq0-runtimes-'));
  // An installer that has nothing to install: what counts here is where environments are put.
  writeFileSync(path.join(folder, 'uv'), '#!/bin/sh\nexec sleep 0.2\n', { mode: 0o755 });
  const searched = `${folder}:${inherited['PATH'] ?? ''}`;
  config = new BuilderConfig({ ...inherited, PATH: searched, DQ0_RUNTIMES: path.join(folder, 'runtimes') });
  writeFileSync(path.join(folder, 'requirements.lock'), lock);
  said.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('two builders of one environment', () => {
  it('leave the first one in place, where sandboxes already run on it', async () => {
    const identities: number[] = [];
    const seen = async (): Promise<void> => {
      const { packages } = await build();
      identities.push(statSync(packages).ino);
    };
    await Promise.all([seen(), seen(), seen()]);
    expect(new Set(identities).size).toBe(1);
    expect(said).toHaveLength(1);
    expect(readdirSync(config.runtimes)).toHaveLength(1);
  });
});

describe('an environment that is not whole', () => {
  it('is built anew', async () => {
    const place = await runtimeFolder(config.runtimes, { python: '3.11', lock });
    mkdirSync(path.join(place, 'packages'), { recursive: true });
    const { packages } = await build();
    expect(readdirSync(path.dirname(packages))).toContain('runtime.json');
    expect(readdirSync(config.runtimes)).toHaveLength(1);
  });
});

describe('an environment that is not there', () => {
  const place = () => runtimeFolder(config.runtimes, { python: '3.11', lock });

  it('is missing, being prepared while a builder lives, and there afterwards', async () => {
    const go = path.join(folder, 'go');
    const patient = `#!/bin/sh\nwhile [ ! -e ${go} ]; do sleep 0.05; done\n`;
    writeFileSync(path.join(folder, 'uv'), patient, { mode: 0o755 });
    expect(buildState(await place())).toBe('missing');
    const building = build();
    await expect.poll(async () => buildState(await place()), { timeout: 20_000 }).toBe('preparing');
    writeFileSync(go, '');
    await building;
    expect(readdirSync(config.runtimes)).toHaveLength(1);
    // What a builder leaves that was killed: its process id is nobody's.
    mkdirSync(path.join(config.runtimes, `.building-${path.basename(await place())}-4194305-killed`));
    expect(buildState(await place())).toBe('missing');
  });

  it('has failed until it is built', async () => {
    const installer = path.join(folder, 'uv');
    // It puts something in the way of pip, too.
    const failing = 'while [ "$1" != --target ]; do shift; done; touch "$2/../../pip"; exit 1';
    writeFileSync(installer, `#!/bin/sh\n${failing}\n`, { mode: 0o755 });
    await expect(build()).rejects.toThrow();
    expect(buildState(await place())).toBe('failed');
    writeFileSync(installer, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    await build();
    expect(readdirSync(config.runtimes)).toHaveLength(1);
  });
});

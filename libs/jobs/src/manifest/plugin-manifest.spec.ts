import { describe, expect, it } from 'vitest';
import { readManifest } from './plugin-manifest.ts';

const manifest = {
  apiVersion: 'dq0/v1',
  name: 'sql',
  version: '1.0.0',
  description: 'Differentially private SQL',
  class: 'certified',
  entry: { plan: ['python', '-m', 'dq0_sql', 'plan'], run: ['python', '-m', 'dq0_sql', 'run'] },
  environment: { python: '3.11', lock: 'requirements.lock' },
  arguments: { $ref: 'arguments.schema.json' },
  outputs: {
    files: [{ name: 'result.arrow', media: 'application/vnd.apache.arrow.file', class: 'charged' }],
    metrics: [{ name: 'groups', class: 'charged' }],
  },
  resources: { cpu: 1, memory: '2GiB', wall: '10m', disk: '1GiB' },
  needs: { network: false, data: 'tables' },
  digest: `sha256:${'0'.repeat(64)}`,
};

describe('the manifest of a plugin', () => {
  it('is read with sizes in bytes and durations in seconds', () => {
    const reading = readManifest(manifest);
    expect(reading.ok && reading.manifest.resources).toEqual({ cpu: 1, memory: 2 ** 31, wall: 600, disk: 2 ** 30 });
    expect(reading.ok && reading.manifest.entry.extract).toBeUndefined();
  });

  it('needs no environment where the executable runs alone', () => {
    expect(readManifest({ ...manifest, environment: undefined }).ok).toBe(true);
  });

  it.each([
    ['needs.network', { ...manifest, needs: { network: true, data: 'tables' } }, /no network/],
    ['resources.memory', { ...manifest, resources: { ...manifest.resources, memory: '2GB' } }, /2GiB/],
    ['resources.wall', { ...manifest, resources: { ...manifest.resources, wall: 600 } }, /10m/],
    ['environment.lock', { ...manifest, environment: { python: '3.11', lock: '../lock' } }, /inside the folder/],
    ['arguments.$ref', { ...manifest, arguments: { $ref: '/etc/passwd' } }, /inside the folder/],
    ['digest', { ...manifest, digest: 'md5:1' }, /sha256/],
    ['version', { ...manifest, version: 'latest' }, /1\.0\.0/],
    ['entry.run', { ...manifest, entry: { plan: ['x'], run: 'python -m x' } }, /list of words/],
    ['plugin.yaml', { ...manifest, surprise: 1 }, /surprise/],
  ])('names the mistake at %s', (path, value, message) => {
    const reading = readManifest(value);
    expect(reading.ok).toBe(false);
    expect(!reading.ok && reading.problems).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it('names every mistake at once', () => {
    const reading = readManifest({ apiVersion: 'dq0/v2' });
    expect(!reading.ok && reading.problems.length).toBeGreaterThan(8);
    expect(readManifest('text').ok).toBe(false);
  });
});

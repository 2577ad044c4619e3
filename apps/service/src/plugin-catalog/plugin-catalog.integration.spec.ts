import 'reflect-metadata';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLogger } from '@dq0/node/logging';
import type { PluginCatalogue, RuntimeEnvironment } from '@dq0/protocol';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { TestQuarantine } from '../../test/test-quarantine.ts';
import { Environments } from '../executor-watch/environments.ts';
import { OWN_PYTHON } from '../runtimes/index.ts';
import { PluginCatalog } from './plugin-catalog.ts';
import { digestPlugin, readPluginFiles } from './plugin-files.ts';
import { catalogueOf } from './plugin-records.ts';
import { readPluginManifest } from './read-plugin-manifest.ts';

beforeAll(() => TestQuarantine.buildRuntimes(), 300_000);

async function load(
  change: (plugin: string) => void | Promise<void>,
): Promise<{ catalog: PluginCatalog; said: string; listed: PluginCatalogue; environments: RuntimeEnvironment[] }> {
  const quarantine = new TestQuarantine();
  const plugin = path.join(quarantine.folder, 'plugins', 'probe');
  await change(plugin);
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const catalog = new PluginCatalog(
      quarantine.config,
      createLogger({ process: 'service', stream: { write: () => 0 } }),
    );
    await catalog.load();
    const [listed, environments] = await Promise.all([
      catalogueOf(catalog),
      new Environments(quarantine.config, catalog).all(),
    ]);
    return { catalog, listed, environments, said: written.mock.calls.map(([text]) => String(text)).join('') };
  } finally {
    written.mockRestore();
    await quarantine.close();
  }
}

describe('the catalogue', () => {
  it('lists a plugin that keeps to its digest', async () => {
    const { catalog } = await load(() => undefined);
    expect(catalog.all().map(({ manifest }) => manifest.name)).toEqual(['probe']);
  });

  it('leaves out one that was changed after it was signed, with the way out', async () => {
    const { catalog, said, listed } = await load((plugin) => {
      writeFileSync(path.join(plugin, 'src', 'planted.py'), '');
    });
    expect(catalog.all()).toEqual([]);
    expect(listed).toMatchObject({ plugins: [], refused: [{ folder: 'probe', reason: 'digest' }] });
    expect(said).toContain('differs from its digest');
    expect(() => catalog.get('probe')).toThrow('no such plugin');
  });

  it('leaves out one whose manifest is not valid, naming the path', async () => {
    const { catalog, said, listed } = await load((plugin) => {
      const file = path.join(plugin, 'plugin.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('network: false', 'network: true'));
    });
    expect(catalog.all()).toEqual([]);
    expect(said).toContain('needs.network');
    expect(listed.refused).toMatchObject([{ folder: 'probe', reason: 'manifest' }]);
    // Who reads the list sees no path of this machine.
    expect(JSON.stringify(listed)).not.toContain('/');
  });

  it('leaves out one whose environment is not there, which is then listed as missing', async () => {
    const { listed, environments } = await load(async (plugin) => {
      writeFileSync(path.join(plugin, 'requirements.lock'), '# of nobody else\n');
      const file = path.join(plugin, 'plugin.yaml');
      const digest = await digestPlugin(readPluginFiles(plugin));
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^digest:.*$/m, `digest: ${digest}`));
    });
    expect(listed.refused).toMatchObject([{ folder: 'probe', reason: 'environment' }]);
    expect(environments.at(-1)).toMatchObject({ of: 'probe', state: 'missing', bytes: null });
    expect(environments.at(-1)?.remedy).toContain('Build it');
  });
});

describe('the plugins of the product', () => {
  const plugins = path.resolve(import.meta.dirname, '..', '..', '..', 'plugins');
  const folders = [...readdirSync(plugins).map((name) => path.join(plugins, name)), path.join(OWN_PYTHON, 'diagnostic')]
    .filter((folder) => existsSync(path.join(folder, 'plugin.yaml')))
    .map((folder) => [path.basename(folder), folder] as const);
  it.each(folders)(
    '%s keeps to its digest (else: node apps/service/dist/plugin-catalog/main.js sign)',
    async (_name, folder) => {
      expect(readPluginManifest(folder).digest).toBe(await digestPlugin(readPluginFiles(folder)));
    },
  );
});

import 'reflect-metadata';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLogger } from '@dq0/node/logging';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { TestQuarantine } from '../../test/test-quarantine.ts';
import { PluginCatalog } from './plugin-catalog.ts';
import { digestPlugin, readPluginFiles } from './plugin-files.ts';
import { readPluginManifest } from './read-plugin-manifest.ts';

beforeAll(() => TestQuarantine.buildRuntimes(), 300_000);

async function load(change: (plugin: string) => void): Promise<{ catalog: PluginCatalog; said: string }> {
  const quarantine = new TestQuarantine();
  const plugin = path.join(quarantine.folder, 'plugins', 'probe');
  change(plugin);
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const catalog = new PluginCatalog(
      quarantine.config,
      createLogger({ process: 'service', stream: { write: () => 0 } }),
    );
    await catalog.load();
    return { catalog, said: written.mock.calls.map(([text]) => String(text)).join('') };
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
    const { catalog, said } = await load((plugin) => writeFileSync(path.join(plugin, 'src', 'planted.py'), ''));
    expect(catalog.all()).toEqual([]);
    expect(said).toContain('differs from its digest');
    expect(() => catalog.get('probe')).toThrow('no such plugin');
  });

  it('leaves out one whose manifest is not valid, naming the path', async () => {
    const { catalog, said } = await load((plugin) => {
      const file = path.join(plugin, 'plugin.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('network: false', 'network: true'));
    });
    expect(catalog.all()).toEqual([]);
    expect(said).toContain('needs.network');
  });
});

describe('the plugins of the product', () => {
  const plugins = path.resolve(import.meta.dirname, '..', '..', '..', 'plugins');
  it.each(readdirSync(plugins).filter((name) => existsSync(path.join(plugins, name, 'plugin.yaml'))))(
    '%s keeps to its digest (else: node apps/service/dist/plugin-catalog/main.js sign)',
    async (name) => {
      const folder = path.join(plugins, name);
      expect(readPluginManifest(folder).digest).toBe(await digestPlugin(readPluginFiles(folder)));
    },
  );
});

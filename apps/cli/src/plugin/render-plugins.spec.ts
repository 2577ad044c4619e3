import { listPlugins } from '@dq0/protocol';
import { expect, it } from 'vitest';
import { renderPlugins } from './render-plugins.ts';

const { output } = listPlugins.example;

it('plugins are shown as their manifests say, after what was refused', () => {
  expect(renderPlugins(output)).toMatchInlineSnapshot(`
    "Refused: synth. Its files differ from the digest in its manifest.
    What to do: Find out who changed it. When the change is meant, sign it anew and restart the service.

    plugin     sql 1.0.0, certified
    does       Differentially private SQL
    digest     sha256:6b1f7fdc7f3d6f4b0a7f2f2b7f0d8f6a3d2b1c0e9f8a7b6c5d4e3f2a1b0c9d8e
    checked    the copy that runs still has this digest
    may use    1 processor, 2.1 GB of memory, 1.1 GB of disk, 600 s
    needs      tables, no network
    gives out  result.json (file), charged"
  `);
});

it('a copy that was changed stands out, and so does a service without plugins', () => {
  const plugins = output.plugins.map((plugin) => ({ ...plugin, intact: false }));
  expect(renderPlugins({ plugins, refused: [] })).toContain('CHANGED since the service started');
  expect(renderPlugins({ plugins: [], refused: [] })).toContain('No plugin is installed');
});

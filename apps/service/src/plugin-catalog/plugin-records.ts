import type { PluginCatalogue, PluginRecord, PluginRefusal } from '@dq0/protocol';
import type { PluginCatalog, RefusedPlugin } from './plugin-catalog.ts';
import { isIntact, type Plugin } from './read-plugin.ts';

/** Texts for people who see no path of this machine; the log says which file and line. */
const REFUSALS: Readonly<Record<PluginRefusal['reason'], readonly [message: string, remedy: string]>> = {
  manifest: [
    'Its manifest cannot be read, or is not valid.',
    'See PLUGIN_REFUSED in the log of the service, correct the manifest, and restart the service.',
  ],
  files: [
    'Its files cannot be taken: a link, a special file, or more than 64 MiB.',
    'See PLUGIN_REFUSED in the log of the service, mend the folder, and restart the service.',
  ],
  digest: [
    'Its files differ from the digest in its manifest.',
    'Find out who changed it. When the change is meant, sign it anew and restart the service.',
  ],
  name: ['Another folder holds a plugin of the same name.', 'Leave one of them out and restart the service.'],
  environment: [
    'Its Python environment has not been built.',
    'Build it, as the log of the service says, and restart the service.',
  ],
};

export async function catalogueOf(catalog: PluginCatalog): Promise<PluginCatalogue> {
  return { plugins: await Promise.all(catalog.all().map(recordOf)), refused: catalog.refused().map(refusalOf) };
}

async function recordOf(plugin: Plugin): Promise<PluginRecord> {
  const { manifest, digest } = plugin;
  const { name, version, description, resources, needs, outputs } = manifest;
  return {
    ...{ name, version, description, digest },
    class: manifest.class,
    intact: await isIntact(plugin),
    resources: {
      cpu: resources.cpu,
      memoryBytes: resources.memory,
      diskBytes: resources.disk,
      wallSeconds: resources.wall,
    },
    needs,
    outputs: [
      ...outputs.files.map((file) => ({ name: file.name, of: 'file' as const, class: file.class })),
      ...outputs.metrics.map((metric) => ({ name: metric.name, of: 'metric' as const, class: metric.class })),
    ],
  };
}

function refusalOf({ folder, error: { reason } }: RefusedPlugin): PluginRefusal {
  const [message, remedy] = REFUSALS[reason];
  return { folder, reason, message, remedy };
}

import { sizeText, type PluginCatalogue, type PluginRecord, type PluginRefusal } from '@dq0/protocol';
import { printable } from '../terminal/printable.ts';
import { renderFacts } from '../terminal/table.ts';

export function renderPlugins({ plugins, refused }: PluginCatalogue): string {
  const none = 'No plugin is installed, so no question can be answered. Install one and restart the service.';
  return [...refused.map(renderRefusal), ...(plugins.length === 0 ? [none] : plugins.map(renderPlugin))].join('\n\n');
}

function renderPlugin({
  name,
  version,
  description,
  digest,
  intact,
  resources,
  needs,
  outputs,
  ...plugin
}: PluginRecord): string {
  const { cpu, memoryBytes, diskBytes, wallSeconds } = resources;
  const size = `${sizeText(memoryBytes)} of memory, ${sizeText(diskBytes)} of disk`;
  return renderFacts([
    ['plugin', `${name} ${version}, ${plugin.class}`],
    ['does', description],
    ['digest', digest],
    [
      'checked',
      intact
        ? 'the copy that runs still has this digest'
        : 'CHANGED since the service started: stop it and find out who did',
    ],
    ['may use', `${cpu} ${cpu === 1 ? 'processor' : 'processors'}, ${size}, ${wallSeconds} s`],
    ['needs', `${needs.data === 'none' ? 'no data' : 'tables'}, ${needs.network ? 'a network' : 'no network'}`],
    ...outputs.map((output) => ['gives out', `${output.name} (${output.of}), ${output.class}`] as const),
  ]);
}

function renderRefusal({ folder, message, remedy }: PluginRefusal): string {
  return [`Refused: ${folder}. ${message}`, `What to do: ${remedy}`].map(printable).join('\n');
}

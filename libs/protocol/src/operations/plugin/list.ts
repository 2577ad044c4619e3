import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { PluginCatalogue } from '../../service/plugin-records.ts';

/** What jobs can run: the plugins with what they need and give out, and the folders that were refused. */
export const listPlugins = defineOperation({
  name: 'plugin.list',
  action: 'plugin:list',
  http: { method: 'GET', path: '/v1/plugins' },
  input: z.strictObject({}),
  output: PluginCatalogue,
  errors: ['SERVICE_UNAVAILABLE'],
  example: {
    input: {},
    output: {
      plugins: [
        {
          name: 'sql',
          version: '1.0.0',
          description: 'Differentially private SQL',
          class: 'certified',
          digest: 'sha256:6b1f7fdc7f3d6f4b0a7f2f2b7f0d8f6a3d2b1c0e9f8a7b6c5d4e3f2a1b0c9d8e',
          intact: true,
          resources: { cpu: 1, memoryBytes: 2_147_483_648, diskBytes: 1_073_741_824, wallSeconds: 600 },
          needs: { network: false, data: 'tables' },
          outputs: [{ name: 'result.json', of: 'file', class: 'charged' }],
        },
      ],
      refused: [
        {
          folder: 'synth',
          reason: 'digest',
          message: 'Its files differ from the digest in its manifest.',
          remedy: 'Find out who changed it. When the change is meant, sign it anew and restart the service.',
        },
      ],
    },
  },
});

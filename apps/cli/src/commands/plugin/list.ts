import { listPlugins, type Output } from '@dq0/protocol';
import { OperationCommand } from '../../operation-command.ts';
import { renderPlugins } from '../../plugin/render-plugins.ts';

export default class PluginList extends OperationCommand<typeof listPlugins> {
  static override summary = 'Show the plugins: class, digest, what they need and give out, and what was refused';
  protected override readonly operation = listPlugins;

  protected override render(catalogue: Output<typeof listPlugins>): string {
    return renderPlugins(catalogue);
  }
}

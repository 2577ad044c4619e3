import { listPlugins, type Input, type Output, type PluginCatalogue } from '@dq0/protocol';
import { Handles, type Caller, type Handler } from '../operations/handler.ts';
import { ServiceClient } from '../service-link/service-client.ts';
import { serviceTrouble } from '../service-link/service-trouble.ts';

@Handles(listPlugins)
export class ListPluginsHandler implements Handler<typeof listPlugins, PluginCatalogue> {
  constructor(private readonly service: ServiceClient) {}

  async prepare(): Promise<PluginCatalogue> {
    try {
      return await this.service.catalogue();
    } catch (error) {
      throw serviceTrouble(error);
    }
  }

  handle(_input: Input<typeof listPlugins>, _caller: Caller, found: PluginCatalogue): Output<typeof listPlugins> {
    return found;
  }
}

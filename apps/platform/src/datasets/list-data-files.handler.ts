import { listDataFiles, type DataFiles, type Input, type Output } from '@dq0/protocol';
import { Handles, type Caller, type Handler } from '../operations/handler.ts';
import { ServiceClient } from '../service-link/service-client.ts';

@Handles(listDataFiles)
export class ListDataFilesHandler implements Handler<typeof listDataFiles, DataFiles> {
  constructor(private readonly service: ServiceClient) {}

  prepare({ names }: Input<typeof listDataFiles>): Promise<DataFiles> {
    return this.service.dataFiles(names);
  }

  handle(_input: Input<typeof listDataFiles>, _caller: Caller, found: DataFiles): Output<typeof listDataFiles> {
    return found;
  }
}

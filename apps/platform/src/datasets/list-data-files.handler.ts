import { listDataFiles, type DataFiles, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { ServiceClient } from '../service-link/service-client.ts';
import { DatasetsService } from './datasets.service.ts';

@Handles(listDataFiles)
export class ListDataFilesHandler implements Handler<typeof listDataFiles, DataFiles> {
  constructor(
    private readonly service: ServiceClient,
    private readonly datasets: DatasetsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Of a file that somebody else published not even a line is looked at: it might be one of data. */
  prepare({ names }: Input<typeof listDataFiles>, caller: Caller): Promise<DataFiles> {
    const { user } = known(caller);
    const others =
      names !== undefined && this.unitOfWork.read((reading) => this.datasets.isOfOthers(reading, user, names));
    return this.service.dataFiles(others ? undefined : names);
  }

  handle({ names }: Input<typeof listDataFiles>, caller: Caller, found: DataFiles): Output<typeof listDataFiles> {
    caller.audit.object = names ?? null;
    return found;
  }
}

import { exportDataset, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { DatasetsService } from './datasets.service.ts';

@Handles(exportDataset)
export class ExportDatasetHandler implements Handler<typeof exportDataset> {
  constructor(
    private readonly datasets: DatasetsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle({ dataset: name }: Input<typeof exportDataset>, caller: Caller): Output<typeof exportDataset> {
    return this.unitOfWork.read((reading) => {
      const dataset = this.datasets.owned(reading, known(caller).user, name, 'dataset:export');
      const { metadataVersion, dataVersion, definition } = dataset;
      return { dataset: name, metadataVersion, dataVersion, definition };
    });
  }
}

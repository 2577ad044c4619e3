import { infoDataset, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { DatasetsService } from './datasets.service.ts';
import { publishedView } from './published-view.ts';

@Handles(infoDataset)
export class InfoDatasetHandler implements Handler<typeof infoDataset> {
  constructor(
    private readonly datasets: DatasetsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle({ dataset: name }: Input<typeof infoDataset>, caller: Caller): Output<typeof infoDataset> {
    const { user } = known(caller);
    return this.unitOfWork.read((reading) => {
      const dataset = this.datasets.seen(reading, user, name);
      return publishedView(dataset, this.datasets.decide(reading, user, dataset, 'dataset:info').permit);
    });
  }
}

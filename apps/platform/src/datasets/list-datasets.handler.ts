import { listDatasets, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { DatasetsService } from './datasets.service.ts';
import { PreparationRepository } from './preparation.repository.ts';

@Handles(listDatasets)
export class ListDatasetsHandler implements Handler<typeof listDatasets> {
  constructor(
    private readonly datasets: DatasetsService,
    private readonly preparations: PreparationRepository,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle(_input: Input<typeof listDatasets>, caller: Caller): Output<typeof listDatasets> {
    const { user } = known(caller);
    return this.unitOfWork.read((reading) => ({
      datasets: this.datasets.seenBy(reading, user).map((dataset) => {
        const { name, description, tags, privacyLevel, publicMetadata, tables } = dataset.definition;
        const open = publicMetadata || dataset.ownerId === user.id;
        return {
          name,
          description,
          tags: open ? tags : [],
          privacyLevel,
          tables: open ? Object.keys(tables) : [],
          mayAsk: this.datasets.mayAsk(reading, user, dataset),
        };
      }),
      preparing: this.preparations
        .ofOwner(reading, user.id)
        .map(({ name, begunAt }) => ({ name, since: new Date(begunAt).toISOString() })),
    }));
  }
}

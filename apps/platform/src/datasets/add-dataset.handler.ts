import { addDataset, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { PublishingService, type Ingested } from './publishing.service.ts';

@Handles(addDataset)
export class AddDatasetHandler implements Handler<typeof addDataset, Ingested> {
  constructor(
    private readonly publishing: PublishingService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  prepare(input: Input<typeof addDataset>, caller: Caller): Promise<Ingested> {
    return this.publishing.ingest(input, known(caller).user);
  }

  handle({ groups }: Input<typeof addDataset>, caller: Caller, ingested: Ingested): Output<typeof addDataset> {
    const { name } = ingested.definition;
    caller.audit.object = name;
    caller.audit.facts = { dataset: name, dataVersion: ingested.definition.version, groups: groups.join(' ') };
    return this.unitOfWork.write((writing) => this.publishing.publish(writing, ingested, groups, known(caller).user));
  }
}

import { addDataset, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { PreparingService, type Preparation } from './preparing.service.ts';

@Handles(addDataset)
export class AddDatasetHandler implements Handler<typeof addDataset, Preparation> {
  constructor(
    private readonly preparing: PreparingService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  prepare(input: Input<typeof addDataset>, caller: Caller): Promise<Preparation> {
    return this.preparing.prepare(input, known(caller).user);
  }

  handle({ groups }: Input<typeof addDataset>, caller: Caller, preparation: Preparation): Output<typeof addDataset> {
    const { name, version: dataVersion } = preparation.wish.definition;
    caller.audit.object = name;
    caller.audit.facts = { dataset: name, dataVersion, groups: groups.join(' ') };
    return this.unitOfWork.write((writing) => {
      const added = this.preparing.conclude(writing, preparation, known(caller).user);
      caller.audit.facts['state'] = added.state;
      return added;
    });
  }
}

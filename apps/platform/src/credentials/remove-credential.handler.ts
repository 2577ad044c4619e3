import { removeCredential, type Input, type Output } from '@dq0/protocol';
import { datasetFacts } from '../audit/dataset-facts.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { CredentialsService } from './credentials.service.ts';

@Handles(removeCredential)
export class RemoveCredentialHandler implements Handler<typeof removeCredential> {
  constructor(
    private readonly credentials: CredentialsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle({ name }: Input<typeof removeCredential>, caller: Caller): Output<typeof removeCredential> {
    const { user } = known(caller);
    caller.audit.object = name;
    this.unitOfWork.write((writing) => {
      caller.audit.facts = datasetFacts(this.credentials.datasets(writing, user.id, name));
      this.credentials.remove(writing, user.id, name);
    });
    return { credential: name };
  }
}

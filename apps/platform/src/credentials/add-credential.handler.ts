import { addCredential, type Input, type Output } from '@dq0/protocol';
import { datasetFacts } from '../audit/dataset-facts.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { CredentialsService } from './credentials.service.ts';

@Handles(addCredential)
export class AddCredentialHandler implements Handler<typeof addCredential, string> {
  constructor(
    private readonly credentials: CredentialsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  prepare(input: Input<typeof addCredential>, caller: Caller): Promise<string> {
    return this.credentials.seal(known(caller).user.id, input);
  }

  handle(input: Input<typeof addCredential>, caller: Caller, sealed: string): Output<typeof addCredential> {
    const { user } = known(caller);
    caller.audit.object = input.name;
    return this.unitOfWork.write((writing) => {
      caller.audit.facts = datasetFacts(this.credentials.datasets(writing, user.id, input.name));
      return this.credentials.store(writing, user.id, input, sealed);
    });
  }
}

import { listCredentials, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { CredentialsService } from './credentials.service.ts';

@Handles(listCredentials)
export class ListCredentialsHandler implements Handler<typeof listCredentials> {
  constructor(
    private readonly credentials: CredentialsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle(_: Input<typeof listCredentials>, caller: Caller): Output<typeof listCredentials> {
    const { user } = known(caller);
    return this.unitOfWork.read((reading) => ({ credentials: this.credentials.list(reading, user.id) }));
  }
}

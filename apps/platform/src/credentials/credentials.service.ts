import { Injectable } from '@nestjs/common';
import { CodedError, type addCredential, type Input, type listCredentials, type Output } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import { ServiceSealer } from '../service-link/service-sealer.ts';
import { CredentialRepository } from './credential.repository.ts';
import { CredentialUse } from './credential-use.repository.ts';

type NewCredential = Input<typeof addCredential>;

/** Credentials of databases. Each belongs to the owner who stored it; for everybody else it does not exist. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly credentials: CredentialRepository,
    private readonly use: CredentialUse,
    private readonly sealer: ServiceSealer,
    private readonly clock: Clock,
  ) {}

  /** The credential as only the service can read it. */
  seal(ownerId: string, { name, login }: NewCredential): Promise<string> {
    return this.sealer.credential({ purpose: 'source login', owner: ownerId, credential: name, login });
  }

  /** @throws CodedError CREDENTIAL_EXISTS */
  store(
    writing: Writing,
    ownerId: string,
    { name, replace }: NewCredential,
    sealed: string,
  ): Output<typeof addCredential> {
    const replaced = this.credentials.sealed(writing, ownerId, name) !== undefined;
    if (replaced && !replace) throw new CodedError('CREDENTIAL_EXISTS');
    this.credentials.put(writing, { ownerId, name, sealed, storedAt: this.clock.now() });
    return { credential: name, replaced };
  }

  list(reading: Reading, ownerId: string): Output<typeof listCredentials>['credentials'] {
    return this.credentials.list(reading, ownerId).map(({ name, storedAt }) => ({
      name,
      stored: new Date(storedAt).toISOString(),
      datasets: this.datasets(reading, ownerId, name),
    }));
  }

  /** Names of the owner's data sets that are read with it. */
  datasets(reading: Reading, ownerId: string, name: string): string[] {
    return this.use.datasets(reading, ownerId, name);
  }

  /** @throws CodedError CREDENTIAL_UNKNOWN or CREDENTIAL_IN_USE */
  remove(writing: Writing, ownerId: string, name: string): void {
    if (this.credentials.sealed(writing, ownerId, name) === undefined) throw new CodedError('CREDENTIAL_UNKNOWN');
    const used = this.datasets(writing, ownerId, name);
    if (used.length > 0) {
      throw new CodedError('CREDENTIAL_IN_USE', { details: [{ path: 'datasets', message: used.join(', ') }] });
    }
    this.credentials.remove(writing, ownerId, name);
  }

  /** The envelope of a credential, for the service alone. */
  sealed(reading: Reading, ownerId: string, name: string): string | undefined {
    return this.credentials.sealed(reading, ownerId, name);
  }
}

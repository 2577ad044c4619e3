import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

export interface StoredCredential {
  readonly name: string;
  readonly storedAt: number;
}

const INSERT = `INSERT INTO credentials (owner_id, name, sealed, stored_at) VALUES (:ownerId, :name, :sealed, :storedAt)
  ON CONFLICT (owner_id, name) DO UPDATE SET sealed = excluded.sealed, stored_at = excluded.stored_at`;
const SEALED = 'SELECT sealed FROM credentials WHERE owner_id = :ownerId AND name = :name';
const LIST = `SELECT name, stored_at AS storedAt FROM credentials WHERE owner_id = :ownerId ORDER BY name`;
const REMOVE = 'DELETE FROM credentials WHERE owner_id = :ownerId AND name = :name';

@Injectable()
export class CredentialRepository {
  sealed(reading: Reading, ownerId: string, name: string): string | undefined {
    return reading.get<{ sealed: string }>(SEALED, { ownerId, name })?.sealed;
  }

  list(reading: Reading, ownerId: string): StoredCredential[] {
    return reading.all<StoredCredential>(LIST, { ownerId });
  }

  /** Stores it, or takes the place of the one that has this name. */
  put(writing: Writing, credential: { ownerId: string; name: string; sealed: string; storedAt: Date }): void {
    writing.run(INSERT, { ...credential, storedAt: credential.storedAt.getTime() });
  }

  remove(writing: Writing, ownerId: string, name: string): void {
    writing.run(REMOVE, { ownerId, name });
  }
}

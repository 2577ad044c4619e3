import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

export interface Passkey {
  /** Id of the credential, base64url. */
  readonly id: string;
  readonly userId: string;
  /** As its owner named it. */
  readonly name: string;
  /** COSE, base64url. */
  readonly publicKey: string;
  /** Signatures so far, as the authenticator counts; 0 for one that does not count. */
  readonly counter: number;
  readonly transports: readonly string[];
  readonly createdAt: number;
  readonly usedAt: number | null;
}

/** With the address of its user. */
export interface OwnedPasskey extends Passkey {
  readonly email: string;
}

interface StoredPasskey extends Omit<OwnedPasskey, 'transports'> {
  readonly transports: string;
}

const COLUMNS = `p.id, p.user_id AS userId, p.name, p.public_key AS publicKey, p.counter, p.transports,
  p.created_at AS createdAt, p.used_at AS usedAt, u.email`;
const FROM = 'FROM passkeys p JOIN users u ON u.id = p.user_id';
const INSERT = `INSERT INTO passkeys (id, user_id, name, public_key, counter, transports, created_at, used_at)
  VALUES (@id, @userId, @name, @publicKey, @counter, @transports, @createdAt, NULL)`;
const GET = `SELECT ${COLUMNS} ${FROM} WHERE p.id = @id`;
const OF_USER = `SELECT ${COLUMNS} ${FROM} WHERE p.user_id = @userId ORDER BY p.created_at, p.id`;
const OF_DEVICE = `SELECT ${COLUMNS} ${FROM} JOIN devices d ON d.user_id = p.user_id
  WHERE d.thumbprint = @device AND d.machine = 0 ORDER BY p.created_at, p.id`;
const USED = `UPDATE passkeys SET counter = @counter, used_at = @now WHERE id = @id AND counter = @before`;
const REMOVE = 'DELETE FROM passkeys WHERE id = @id';
const USER = 'SELECT id FROM users WHERE email = @email';

@Injectable()
export class PasskeysRepository {
  insert(writing: Writing, { transports, usedAt: _never, ...passkey }: Passkey): void {
    writing.run(INSERT, { ...passkey, transports: JSON.stringify(transports) });
  }

  get(reading: Reading, id: string): OwnedPasskey | undefined {
    return toPasskey(reading.get<StoredPasskey>(GET, { id }));
  }

  ofUser(reading: Reading, userId: string): OwnedPasskey[] {
    return reading.all<StoredPasskey>(OF_USER, { userId }).flatMap((row) => toPasskey(row) ?? []);
  }

  /** Those of the person whose device this is; none for a device of nobody, or a machine. */
  ofDevice(reading: Reading, device: string): OwnedPasskey[] {
    return reading.all<StoredPasskey>(OF_DEVICE, { device }).flatMap((row) => toPasskey(row) ?? []);
  }

  /** @returns whether nobody used it since it was read */
  markUsed(writing: Writing, { id, counter: before }: Passkey, counter: number, now: number): boolean {
    return writing.run(USED, { id, before, counter, now }) === 1;
  }

  remove(writing: Writing, id: string): void {
    writing.run(REMOVE, { id });
  }

  userId(reading: Reading, email: string): string | undefined {
    return reading.get<{ id: string }>(USER, { email })?.id;
  }
}

function toPasskey(row: StoredPasskey | undefined): OwnedPasskey | undefined {
  return row === undefined ? undefined : { ...row, transports: JSON.parse(row.transports) as string[] };
}

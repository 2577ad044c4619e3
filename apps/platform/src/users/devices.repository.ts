import type { PublicJwk } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

export interface Device {
  readonly thumbprint: string;
  /** null until a code that was mailed came back from it. */
  readonly userId: string | null;
  readonly name: string;
  readonly publicJwk: PublicJwk;
  readonly createdAt: number;
  /** A machine identity: never logs in by password, never decides. */
  readonly machine: boolean;
}

/** A device with the address of its user and the end of its login, null where there is none. */
export interface OwnedDevice extends Pick<Device, 'thumbprint' | 'name' | 'createdAt' | 'machine'> {
  readonly email: string;
  readonly expiresAt: number | null;
}

interface StoredOwned extends Omit<OwnedDevice, 'machine'> {
  readonly machine: number;
}

interface StoredDevice extends Omit<Device, 'publicJwk' | 'machine'> {
  readonly publicJwk: string;
  readonly machine: number;
}

const GET = `SELECT thumbprint, user_id AS userId, name, public_jwk AS publicJwk, created_at AS createdAt, machine
  FROM devices WHERE thumbprint = @thumbprint`;
const INSERT = `INSERT INTO devices (thumbprint, user_id, name, public_jwk, created_at)
  VALUES (@thumbprint, NULL, @name, @publicJwk, @createdAt)
  ON CONFLICT (thumbprint) DO UPDATE SET name = excluded.name, created_at = excluded.created_at WHERE user_id IS NULL`;
const BIND = 'UPDATE devices SET user_id = @userId WHERE thumbprint = @thumbprint';
const UNBIND = 'UPDATE devices SET user_id = NULL WHERE user_id = @userId AND thumbprint <> @except';
const GIVE = 'UPDATE devices SET user_id = @userId, machine = @machine WHERE thumbprint = @thumbprint';
const UNBIND_ONE = 'UPDATE devices SET user_id = NULL, machine = 0 WHERE thumbprint = @thumbprint';
const OWNED = `SELECT d.thumbprint, d.name, d.created_at AS createdAt, d.machine, u.email, s.expires_at AS expiresAt
  FROM devices d JOIN users u ON u.id = d.user_id LEFT JOIN sessions s ON s.device = d.thumbprint`;
const OWNED_ONE = `${OWNED} WHERE d.thumbprint = @thumbprint`;
const OF_USER = `${OWNED} WHERE d.user_id = @userId ORDER BY d.created_at, d.thumbprint`;
const FORGET = `DELETE FROM devices WHERE user_id IS NULL AND created_at < @before
  AND NOT EXISTS (SELECT 1 FROM confirmation_codes c WHERE c.device = thumbprint)
  AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.device = thumbprint)`;

@Injectable()
export class DevicesRepository {
  get(reading: Reading, thumbprint: string): Device | undefined {
    const row = reading.get<StoredDevice>(GET, { thumbprint });
    if (row === undefined) return undefined;
    return { ...row, machine: row.machine === 1, publicJwk: JSON.parse(row.publicJwk) as PublicJwk };
  }

  /** Keeps the key of a device that applies; one that belongs to a user stays as it is. */
  keep(writing: Writing, device: Omit<Device, 'userId' | 'machine'>): void {
    writing.run(INSERT, { ...device, publicJwk: JSON.stringify(device.publicJwk) });
  }

  /** From now on this is the one device of the user. */
  bind(writing: Writing, thumbprint: string, userId: string): void {
    writing.run(BIND, { thumbprint, userId });
    writing.run(UNBIND, { userId, except: thumbprint });
  }

  /** One more device of a user. */
  give(writing: Writing, thumbprint: string, userId: string, machine: boolean): void {
    writing.run(GIVE, { thumbprint, userId, machine: machine ? 1 : 0 });
  }

  /** Takes a device away from its user. */
  unbind(writing: Writing, thumbprint: string): void {
    writing.run(UNBIND_ONE, { thumbprint });
  }

  owned(reading: Reading, thumbprint: string): OwnedDevice | undefined {
    return toOwned(reading.get<StoredOwned>(OWNED_ONE, { thumbprint }));
  }

  ofUser(reading: Reading, userId: string): OwnedDevice[] {
    return reading.all<StoredOwned>(OF_USER, { userId }).flatMap((row) => toOwned(row) ?? []);
  }

  forgetUnbound(writing: Writing, before: number): number {
    return writing.run(FORGET, { before });
  }
}

function toOwned(row: StoredOwned | undefined): OwnedDevice | undefined {
  return row === undefined ? undefined : { ...row, machine: row.machine === 1 };
}

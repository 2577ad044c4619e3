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
}

interface StoredDevice extends Omit<Device, 'publicJwk'> {
  readonly publicJwk: string;
}

const GET = `SELECT thumbprint, user_id AS userId, name, public_jwk AS publicJwk, created_at AS createdAt
  FROM devices WHERE thumbprint = @thumbprint`;
const INSERT = `INSERT INTO devices (thumbprint, user_id, name, public_jwk, created_at)
  VALUES (@thumbprint, NULL, @name, @publicJwk, @createdAt)
  ON CONFLICT (thumbprint) DO UPDATE SET name = excluded.name, created_at = excluded.created_at WHERE user_id IS NULL`;
const BIND = 'UPDATE devices SET user_id = @userId WHERE thumbprint = @thumbprint';
const UNBIND = 'UPDATE devices SET user_id = NULL WHERE user_id = @userId AND thumbprint <> @except';
const FORGET = `DELETE FROM devices WHERE user_id IS NULL AND created_at < @before
  AND NOT EXISTS (SELECT 1 FROM confirmation_codes c WHERE c.device = thumbprint)
  AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.device = thumbprint)`;

@Injectable()
export class DevicesRepository {
  get(reading: Reading, thumbprint: string): Device | undefined {
    const row = reading.get<StoredDevice>(GET, { thumbprint });
    return row === undefined ? undefined : { ...row, publicJwk: JSON.parse(row.publicJwk) as PublicJwk };
  }

  /** Keeps the key of a device that applies; one that belongs to a user stays as it is. */
  keep(writing: Writing, device: Omit<Device, 'userId'>): void {
    writing.run(INSERT, { ...device, publicJwk: JSON.stringify(device.publicJwk) });
  }

  /** From now on this is the one device of the user. */
  bind(writing: Writing, thumbprint: string, userId: string): void {
    writing.run(BIND, { thumbprint, userId });
    writing.run(UNBIND, { userId, except: thumbprint });
  }

  forgetUnbound(writing: Writing, before: number): number {
    return writing.run(FORGET, { before });
  }
}

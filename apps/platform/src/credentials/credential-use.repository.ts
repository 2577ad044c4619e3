import { Injectable } from '@nestjs/common';
import type { Reading } from '../database/unit-of-work.ts';

const USED = `SELECT name FROM datasets WHERE owner_id = :ownerId
  AND json_extract(definition, '$.connector.credential') = :credential ORDER BY name`;

/** Which data sets are read with a credential: as long as there are some it stays. */
@Injectable()
export class CredentialUse {
  datasets(reading: Reading, ownerId: string, credential: string): string[] {
    return reading.all<{ name: string }>(USED, { ownerId, credential }).map(({ name }) => name);
  }
}

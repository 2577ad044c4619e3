import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

export interface DatasetGrant {
  readonly version: number;
  readonly id: string;
  readonly datasetId: string;
  readonly dataset: string;
  readonly group: string;
  /** Milliseconds since 1970; null: until it is revoked. */
  readonly until: number | null;
  readonly by: string;
  readonly createdAt: number;
}

const INSERT = `INSERT INTO policies (version, id, dataset_id, dataset, group_name, until, granted_by, created_at)
  VALUES (@version, @id, @datasetId, @dataset, @group, @until, @by, @createdAt)`;
const VERSION = 'SELECT max(version) AS version FROM policies';
const GROUPS = `SELECT group_name AS name, max(version) AS version FROM policies
  WHERE dataset_id = @datasetId AND (until IS NULL OR until > @now) GROUP BY group_name ORDER BY group_name`;

@Injectable()
export class PoliciesRepository {
  insert(writing: Writing, grant: DatasetGrant): void {
    writing.run(INSERT, { ...grant });
  }

  /** Version of the newest policy; undefined while only the shipped ones exist. */
  newestVersion(reading: Reading): number | undefined {
    return reading.get<{ version: number | null }>(VERSION)?.version ?? undefined;
  }

  /** Groups that may ask a data set now, with the version of the grant that says so. */
  groupsOf(reading: Reading, datasetId: string, now: number): { name: string; version: number }[] {
    return reading.all(GROUPS, { datasetId, now });
  }
}

import { Injectable } from '@nestjs/common';
import { DatasetDefinition } from '@dq0/protocol';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { Dataset } from './dataset.ts';

interface DatasetRow {
  readonly id: string;
  readonly name: string;
  readonly owner_id: string;
  readonly account: string;
  readonly definition: string;
  readonly metadata_version: number;
  readonly data_version: number;
}

const COLUMNS = 'id, name, owner_id, account, definition, metadata_version, data_version';
const BY_ID = `SELECT ${COLUMNS} FROM datasets WHERE id = :id`;
const BY_NAME = `SELECT ${COLUMNS} FROM datasets WHERE name = :name`;
const ALL = `SELECT ${COLUMNS} FROM datasets ORDER BY name`;
const INSERT = `INSERT INTO datasets (${COLUMNS}, created_at)
  VALUES (:id, :name, :ownerId, :account, :definition, :metadataVersion, :dataVersion, :createdAt)`;
const INSERT_VERSION = `INSERT INTO data_versions (dataset_id, version, digests, access_secret, created_at)
  VALUES (:datasetId, :version, :digests, :accessSecret, :createdAt)`;
const SECRET = `SELECT access_secret FROM data_versions WHERE dataset_id = :datasetId AND version = :version`;

export interface NewDataVersion {
  readonly datasetId: string;
  readonly version: number;
  /** SHA-256 of each ingested table. */
  readonly digests: Readonly<Record<string, string>>;
  /** What a grant must carry to have this version read. */
  readonly accessSecret: string;
}

@Injectable()
export class DatasetRepository {
  byId(reading: Reading, id: string): Dataset | undefined {
    const row = reading.get<DatasetRow>(BY_ID, { id });
    return row && fromRow(row);
  }

  byName(reading: Reading, name: string): Dataset | undefined {
    const row = reading.get<DatasetRow>(BY_NAME, { name });
    return row && fromRow(row);
  }

  all(reading: Reading): Dataset[] {
    return reading.all<DatasetRow>(ALL).map(fromRow);
  }

  insert(writing: Writing, dataset: Dataset, createdAt: Date): void {
    writing.run(INSERT, {
      ...dataset,
      definition: JSON.stringify(dataset.definition),
      createdAt: createdAt.getTime(),
    });
  }

  insertVersion(writing: Writing, version: NewDataVersion, createdAt: Date): void {
    writing.run(INSERT_VERSION, {
      ...version,
      digests: JSON.stringify(version.digests),
      createdAt: createdAt.getTime(),
    });
  }

  accessSecret(reading: Reading, datasetId: string, version: number): string | undefined {
    return reading.get<{ access_secret: string }>(SECRET, { datasetId, version })?.access_secret;
  }
}

function fromRow(row: DatasetRow): Dataset {
  return {
    id: row.id,
    name: row.name,
    ownerId: row.owner_id,
    account: row.account,
    definition: DatasetDefinition.parse(JSON.parse(row.definition)),
    metadataVersion: row.metadata_version,
    dataVersion: row.data_version,
  };
}

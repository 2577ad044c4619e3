import { Injectable } from '@nestjs/common';
import { DatasetDefinition, type GroupName } from '@dq0/protocol';
import type { z } from 'zod';
import type { Reading, Writing } from '../database/unit-of-work.ts';

/** A data set that is to be published as soon as its data were read. */
export interface Wish {
  readonly ownerId: string;
  readonly definition: DatasetDefinition;
  readonly groups: readonly z.infer<typeof GroupName>[];
  /** What a grant must carry to have the data read; the service knows its digest. */
  readonly accessSecret: string;
  readonly begunAt: number;
}

interface PreparationRow {
  readonly name: string;
  readonly owner_id: string;
  readonly definition: string;
  readonly groups: string;
  readonly access_secret: string;
  readonly begun_at: number;
}

const ALL = 'SELECT name, owner_id, definition, groups, access_secret, begun_at FROM preparations ORDER BY name';
const OF_OWNER = 'SELECT name, begun_at FROM preparations WHERE owner_id = :ownerId ORDER BY name';
const INSERT = `INSERT INTO preparations (name, owner_id, definition, groups, access_secret, begun_at)
  VALUES (:name, :ownerId, :definition, :groups, :accessSecret, :begunAt)`;
const REMOVE = 'DELETE FROM preparations WHERE name = :name';

@Injectable()
export class PreparationRepository {
  all(reading: Reading): Wish[] {
    return reading.all<PreparationRow>(ALL).map((row) => ({
      ownerId: row.owner_id,
      definition: DatasetDefinition.parse(JSON.parse(row.definition)),
      groups: JSON.parse(row.groups) as string[],
      accessSecret: row.access_secret,
      begunAt: row.begun_at,
    }));
  }

  ofOwner(reading: Reading, ownerId: string): { readonly name: string; readonly begunAt: number }[] {
    return reading
      .all<Pick<PreparationRow, 'name' | 'begun_at'>>(OF_OWNER, { ownerId })
      .map(({ name, begun_at: begunAt }) => ({ name, begunAt }));
  }

  insert(writing: Writing, { definition, groups, ...wish }: Wish): void {
    writing.run(INSERT, {
      ...wish,
      name: definition.name,
      definition: JSON.stringify(definition),
      groups: JSON.stringify(groups),
    });
  }

  remove(writing: Writing, name: string): void {
    writing.run(REMOVE, { name });
  }
}

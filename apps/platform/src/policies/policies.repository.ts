import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { KnownUser, OwnPolicy, PolicyChange, PolicyHome } from './own-policy.ts';

const INSERT = `INSERT INTO own_policies (version, dataset_id, dataset, name, text, changed_by, changed_at)
  VALUES (@version, @datasetId, @dataset, @name, @text, @by, @at)`;
const VERSION = 'SELECT max(version) AS version FROM own_policies';
const COLUMNS = 'p.version, p.name, p.text, u.email AS by, p.changed_at AS at';
const OF = 'p.dataset_id IS @datasetId AND p.version <= @version';
const CURRENT = `SELECT ${COLUMNS} FROM own_policies p JOIN users u ON u.id = p.changed_by
  WHERE p.version IN (SELECT max(version) FROM own_policies p WHERE ${OF} GROUP BY name) AND p.text IS NOT NULL
  ORDER BY p.name`;
const HISTORY = `SELECT ${COLUMNS} FROM own_policies p JOIN users u ON u.id = p.changed_by WHERE ${OF} ORDER BY p.version`;
const EMAIL = 'SELECT email FROM users WHERE id = @id';
const USERS = `SELECT id, email, roles,
    (SELECT json_group_array(group_name) FROM group_members WHERE user_id = users.id) AS groups
  FROM users WHERE state = 'approved' ORDER BY email`;

@Injectable()
export class PoliciesRepository {
  insert(writing: Writing, home: PolicyHome, change: PolicyChange): void {
    writing.run(INSERT, { datasetId: home?.datasetId ?? null, dataset: home?.dataset ?? null, ...change });
  }

  /** Version of the newest change; undefined while only the shipped policies exist. */
  newestVersion(reading: Reading): number | undefined {
    return reading.get<{ version: number | null }>(VERSION)?.version ?? undefined;
  }

  /** The policies of a data set, or of the platform, as they stood at a version. */
  at(reading: Reading, datasetId: string | null, version: number): OwnPolicy[] {
    return reading.all<OwnPolicy>(CURRENT, { datasetId, version });
  }

  /** Their changes up to a version, oldest first. */
  history(reading: Reading, datasetId: string | null, version: number): PolicyChange[] {
    return reading.all<PolicyChange>(HISTORY, { datasetId, version });
  }

  emailOf(reading: Reading, id: string): string | undefined {
    return reading.get<{ email: string }>(EMAIL, { id })?.email;
  }

  users(reading: Reading): KnownUser[] {
    return reading.all<KnownUser>(USERS);
  }
}

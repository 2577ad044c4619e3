import type { Writing } from '../src/database/unit-of-work.ts';

/** An approved user, as little of one as the tables ask for. */
export function putUser(writing: Writing, id: string): void {
  writing.run(
    `INSERT INTO users (id, email, state, roles, password, device, since)
     VALUES (@id, @email, 'approved', '[]', NULL, 'device', 0)`,
    { id, email: `${id}@example.org` },
  );
}

/** A data set of an owner with its account, as little of both as the tables ask for. */
export function putDataset(writing: Writing, name: string, owner: string): void {
  writing.run(
    `INSERT INTO accounts (name, entity, unit_kind, terms, spent, head, created_at)
     VALUES (@name, 'people', 'row', '{}', '{}', '', 0)`,
    { name },
  );
  writing.run(
    `INSERT INTO datasets (id, name, owner_id, account, definition, metadata_version, data_version, created_at)
     VALUES (@name, @name, @owner, @name, '{}', 1, 1, 0)`,
    { name, owner },
  );
}

/** A job of a user on a data set whose timing is not protected, as little of it as the table asks for. */
export function putJob(
  writing: Writing,
  job: { readonly id: string; readonly user: string; readonly dataset: string; readonly state: string },
  submittedAt: number,
): void {
  writing.run(
    `INSERT INTO jobs (id, user_id, dataset_id, data_version, metadata_version, plugin, plugin_version, plugin_digest,
       request, plan, plan_fingerprint, epsilon, delta, share, state, final, attempt, epoch, submitted_at,
       policy_version)
     VALUES (@id, @user, @dataset, 1, 1, 'sql', '1', '', '', '{}', '', 0.1, 0, 0.1, @state, 0, 1, 0, @submittedAt, 0)`,
    { ...job, submittedAt },
  );
}

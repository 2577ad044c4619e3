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

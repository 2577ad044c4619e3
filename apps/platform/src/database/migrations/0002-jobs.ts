import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CATALOGUE_TABLES, JOB_TABLES, LEDGER_TABLES, RELEASE_TABLES } from './jobs-schema.ts';

/** Data sets, accounts and ledger, jobs, results and releases. */
export class Jobs1795478400002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...LEDGER_TABLES, ...CATALOGUE_TABLES, ...JOB_TABLES, ...RELEASE_TABLES]) {
      await runner.query(statement);
    }
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is never taken back; restore a backup instead.'));
  }
}

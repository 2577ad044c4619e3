import { Injectable } from '@nestjs/common';
import type { Writing } from '../database/unit-of-work.ts';

/**
 * What must not live again when a database is set back: it was used, revoked or sent since, and nobody can tell.
 * Sessions; codes that work once; data sets that were being read; mails that wait; messages sealed to keys that are destroyed.
 */
const ENDED = [
  'DELETE FROM sessions',
  'DELETE FROM confirmation_codes',
  'DELETE FROM password_resets',
  'DELETE FROM pairings',
  'DELETE FROM passkey_challenges',
  'DELETE FROM preparations',
  'DELETE FROM mail_outbox WHERE body IS NOT NULL',
  'DELETE FROM inbox WHERE envelope IS NOT NULL',
];

@Injectable()
export class EndedStateRepository {
  end(writing: Writing): void {
    for (const statement of ENDED) writing.run(statement);
  }
}

import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

const GET = 'SELECT cursor FROM proxy_cursors WHERE origin = @origin';
const SET = `INSERT INTO proxy_cursors (origin, cursor) VALUES (@origin, @cursor)
  ON CONFLICT (origin) DO UPDATE SET cursor = excluded.cursor`;

/** How far each proxy was read: what is at or before the cursor is durable here. */
@Injectable()
export class ProxyCursorsRepository {
  get(reading: Reading, origin: string): number {
    return reading.get<{ cursor: number }>(GET, { origin })?.cursor ?? 0;
  }

  set(writing: Writing, origin: string, cursor: number): void {
    writing.run(SET, { origin, cursor });
  }
}

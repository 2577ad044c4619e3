import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from './unit-of-work.ts';

const GET = 'SELECT value FROM settings WHERE name = @name';
const SET = `INSERT INTO settings (name, value) VALUES (@name, @value)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value`;
const REMOVE = 'DELETE FROM settings WHERE name = @name';

/** Values of the platform that are kept by name. */
@Injectable()
export class Settings {
  get(reading: Reading, name: string): string | undefined {
    return reading.get<{ value: string }>(GET, { name })?.value;
  }

  set(writing: Writing, name: string, value: string): void {
    writing.run(SET, { name, value });
  }

  remove(writing: Writing, name: string): void {
    writing.run(REMOVE, { name });
  }
}

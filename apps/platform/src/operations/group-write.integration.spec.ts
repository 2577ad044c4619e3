import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDatabase, type TemporaryDatabase } from '../../testing/temporary-database.ts';
import type { Writing } from '../database/unit-of-work.ts';
import { GroupWrite } from './group-write.ts';

let database: TemporaryDatabase;
let writes: GroupWrite;

beforeEach(async () => {
  database = await temporaryDatabase();
  writes = new GroupWrite(database.unitOfWork);
});
afterEach(() => database.remove());

const put = (name: string) => (writing: Writing) =>
  writing.run('INSERT INTO settings (name, value) VALUES (@name, @name)', { name });
const count = (): number =>
  database.unitOfWork.read((reading) => reading.get<{ n: number }>('SELECT count(*) AS n FROM settings')?.n ?? 0);

describe('writes that are ready together', () => {
  it('are committed together, and each promise knows of its own', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `name ${index}`);
    expect(await Promise.all(names.map((name) => writes.write(put(name))))).toEqual(names.map(() => 1));
    expect(count()).toBe(100);
  });

  it('do not suffer from one that throws', async () => {
    const works = [writes.write(put('a')), writes.write(put('a')), writes.write(put('b'))];
    const [first, second, third] = await Promise.allSettled(works);
    expect([first?.status, second?.status, third?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(count()).toBe(2);
  });

  it('are all refused, and all undone, when the transaction itself is lost', async () => {
    const ending = writes.write(() => {
      database.unitOfWork.write((writing) => void writing.run("INSERT INTO settings VALUES ('x', 'y')"));
      // What SQLite does by itself on a full disk.
      (
        database.writer.driver as unknown as { databaseConnection: { exec: (sql: string) => void } }
      ).databaseConnection.exec('ROLLBACK');
    });
    const after = writes.write(put('b'));
    await expect(ending).rejects.toThrow();
    await expect(after).rejects.toThrow();
    expect(count()).toBe(0);
    expect(await writes.write(put('c'))).toBe(1);
  });
});

import fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDatabase, type TemporaryDatabase } from '../../testing/temporary-database.ts';
import { Reading, Writing } from './unit-of-work.ts';

const PUT = 'INSERT INTO settings (name, value) VALUES (@name, @value)';
const NAMES = 'SELECT name FROM settings ORDER BY name';

let database: TemporaryDatabase;

beforeEach(async () => {
  database = await temporaryDatabase();
});
afterEach(() => database.remove());

const put = (writing: Writing, name: string): number => writing.run(PUT, { name, value: 'x' });
const names = (): string[] =>
  database.unitOfWork.read((reading) => reading.all<{ name: string }>(NAMES)).map(({ name }) => name);

describe('acknowledged writes while another transaction fails (A, B, C)', () => {
  it('are kept: nobody can fall into a synchronous transaction', async () => {
    const a = (async () => {
      await nextTurn();
      database.unitOfWork.write((writing) => {
        put(writing, 'a');
        throw new Error('A fails');
      });
    })();
    const b = (async () => {
      await nextTurn();
      return database.unitOfWork.write((writing) => put(writing, 'b'));
    })();
    const c = (async () => database.unitOfWork.write((writing) => put(writing, 'c')))();
    await expect(a).rejects.toThrow('A fails');
    expect(await Promise.all([b, c])).toEqual([1, 1]);
    expect(names()).toEqual(['b', 'c']);
  });

  it("would be lost in TypeORM's own transaction: the positive control", async () => {
    const insert = (manager: EntityManager, name: string): Promise<unknown> =>
      manager.query('INSERT INTO settings (name, value) VALUES (?, ?)', [name, 'x']);
    let openA = (): void => undefined;
    const aIsOpen = new Promise<void>((resolve) => (openA = resolve));
    let endA = (): void => undefined;
    const aMayEnd = new Promise<void>((resolve) => (endA = resolve));
    const a = database.writer.transaction(async (manager) => {
      await insert(manager, 'a');
      openA();
      await aMayEnd;
      throw new Error('A fails');
    });
    await aIsOpen;
    await database.writer.transaction((manager) => insert(manager, 'b'));
    await insert(database.writer.manager, 'c');
    endA();
    await expect(a).rejects.toThrow('A fails');
    expect(names()).not.toEqual(['b', 'c']);
  });
});

describe('a unit of work', () => {
  it('refuses a promise, and undoes what was done before it was returned', () => {
    const work = (writing: Writing): Promise<number> => Promise.resolve(put(writing, 'a'));
    expect(() => database.unitOfWork.write(work as never)).toThrow('must be synchronous');
    expect(names()).toEqual([]);
  });

  it('joins a nested one, which undoes only itself', () => {
    database.unitOfWork.write((outer) => {
      put(outer, 'kept');
      const nested = (): unknown =>
        database.unitOfWork.write((inner) => {
          put(inner, 'undone');
          throw new Error('inner');
        });
      expect(nested).toThrow('inner');
      database.unitOfWork.write((inner) => put(inner, 'also kept'));
    });
    expect(names()).toEqual(['also kept', 'kept']);
  });

  it('lets reads inside see its own rows, and those outside only what is committed', () => {
    database.unitOfWork.write((writing) => {
      put(writing, 'a');
      expect(names()).toEqual(['a']);
      expect(database.reader.isInitialized).toBe(true);
    });
    expect(names()).toEqual(['a']);
  });

  it('runs steps after the commit, and none of what was rolled back', () => {
    const ran: string[] = [];
    const { unitOfWork } = database;
    unitOfWork.write(() => {
      unitOfWork.afterCommit(() => ran.push('outer'));
      const nested = (): unknown =>
        unitOfWork.write(() => {
          unitOfWork.afterCommit(() => ran.push('undone'));
          throw new Error('inner');
        });
      expect(nested).toThrow('inner');
      expect(ran).toEqual([]);
    });
    expect(ran).toEqual(['outer']);
    expect(() => unitOfWork.afterCommit(() => undefined)).toThrow('inside write');
  });

  it('is the only one to make a token', () => {
    expect(
      () =>
        new Writing(
          Symbol('mine'),
          () => undefined as never,
          () => true,
        ),
    ).toThrow('only UnitOfWork');
    expect(() => new Reading(Symbol('mine'), () => undefined as never)).toThrow('only UnitOfWork');
  });

  it('ends its token with the transaction', () => {
    let stolen: Writing | undefined;
    database.unitOfWork.write((writing) => void (stolen = writing));
    expect(() => put(stolen!, 'late')).toThrow('has ended');
    expect(names()).toEqual([]);
  });

  it('keeps exactly what did not throw, for any nesting of successes and failures', () => {
    const tree = fc.letrec<{ node: Node }>((tie) => ({
      node: fc.record({
        fails: fc.boolean(),
        children: fc.oneof({ depthSize: 'small' }, fc.constant<Node[]>([]), fc.array(tie('node'), { maxLength: 3 })),
      }),
    })).node;
    let run = 0;
    fc.assert(
      fc.property(tree, (root) => {
        run += 1;
        let next = 0;
        const kept = visit(root, () => `${run}-${next++}`);
        expect(names().filter((name) => name.startsWith(`${run}-`))).toEqual(kept.sort());
      }),
      { numRuns: 50 },
    );
  });
});

interface Node {
  readonly fails: boolean;
  readonly children: readonly Node[];
}

/** @returns the names that must be there afterwards */
function visit(node: Node, name: () => string): string[] {
  let kept: string[] = [];
  try {
    database.unitOfWork.write((writing) => {
      const own = name();
      put(writing, own);
      kept = [own, ...node.children.flatMap((child) => visit(child, name))];
      if (node.fails) throw new Error('fails');
    });
    return kept;
  } catch {
    return [];
  }
}

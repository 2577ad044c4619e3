import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Writing } from '../database/unit-of-work.ts';

/** Works in one commit: one wait for the disk, and the loop is not held for longer than a few milliseconds. */
const MOST_AT_ONCE = 32;

interface Work {
  readonly run: (writing: Writing) => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Joins what is ready at the same time into one transaction. Each work is nested in it: one that throws undoes only
 * itself; a commit that fails undoes, and rejects, them all. A promise resolves after the commit.
 */
@Injectable()
export class GroupWrite {
  readonly #unitOfWork: UnitOfWork;
  #queue: Work[] = [];
  #scheduled = false;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  write<T>(run: (writing: Writing) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ run, resolve: resolve as (value: unknown) => void, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.#commit());
    });
  }

  #commit(): void {
    const works = this.#queue.splice(0, MOST_AT_ONCE);
    this.#scheduled = this.#queue.length > 0;
    if (this.#scheduled) setImmediate(() => this.#commit());
    let settle: (() => void)[];
    try {
      settle = this.#unitOfWork.write(() => works.map((work) => this.#attempt(work)));
    } catch (error) {
      settle = works.map(
        ({ reject }) =>
          () =>
            reject(error),
      );
    }
    for (const step of settle) step();
  }

  #attempt({ run, resolve, reject }: Work): () => void {
    try {
      const value: unknown = this.#unitOfWork.write((writing) => run(writing) as object);
      return () => resolve(value);
    } catch (error) {
      return () => reject(error);
    }
  }
}

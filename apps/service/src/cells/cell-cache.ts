import { copyFile, mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { canonicalJson, newMessageId, sha256Hex } from '@dq0/encryption';
import type { Logger } from '@dq0/node/logging';
import type { AcceptedPlan } from '@dq0/protocol';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { LOGGER, ServiceConfig } from '../config/index.ts';

type Statements = z.infer<typeof AcceptedPlan>['statements'];
/** File name per statement name. */
type Files = Readonly<Record<string, string>>;

const mebibyte = 2 ** 20;
const manifest = 'cells.json';
const Manifest = z.record(z.string(), z.object({ file: z.string(), sha256: z.string() }));

/**
 * Exact cells that were computed before, beside the files of the data version they come from: they go when it goes. A
 * data version never changes and a statement says all there is to say, caps and salt included, so the same statements
 * have the same cells. What is kept never leaves the service but as the input of a plugin, as freshly computed cells do.
 */
@Injectable()
export class CellCache {
  readonly #most: number;
  readonly #logger: Logger;

  constructor(config: ServiceConfig, @Inject(LOGGER) logger: Logger) {
    this.#most = config.cellsMiB * mebibyte;
    this.#logger = logger;
  }

  /** Puts the cells of all statements into `output`: those that are kept in `folder`, or what `compute` puts there. */
  async cells(
    folder: string,
    statements: Statements,
    output: string,
    compute: () => Promise<Record<string, string>>,
  ): Promise<Files> {
    if (this.#most === 0) return compute();
    const kept = path.join(folder, 'cells');
    const key = await sha256Hex(canonicalJson(statements));
    const found = await this.#take(path.join(kept, key), output);
    if (found) return found;
    const files = await compute();
    await this.#keep(kept, key, output, files).catch((error: unknown) =>
      this.#logger.warn('CELLS_NOT_KEPT', { error }),
    );
    return files;
  }

  /** Undefined when they are not there as they were kept. */
  async #take(place: string, output: string): Promise<Files | undefined> {
    try {
      const listed = Object.entries(Manifest.parse(JSON.parse(await readFile(path.join(place, manifest), 'utf8'))));
      for (const [, { file, sha256 }] of listed) {
        if ((await digestOf(path.join(place, file))) !== sha256) throw new Error('The kept cells are damaged.');
      }
      for (const [, { file }] of listed) await copyFile(path.join(place, file), path.join(output, file));
      await utimes(place, new Date(), new Date());
      return Object.fromEntries(listed.map(([name, { file }]) => [name, file]));
    } catch (error) {
      if (isCoded(error, 'ENOENT')) return undefined;
      this.#logger.warn('CELLS_UNREADABLE', { error });
      await rm(place, { recursive: true, force: true }).catch(() => undefined);
      return undefined;
    }
  }

  async #keep(kept: string, key: string, output: string, files: Files): Promise<void> {
    const sizes = await Promise.all(
      Object.values(files).map(async (file) => (await stat(path.join(output, file))).size),
    );
    const size = sizes.reduce((sum, one) => sum + one, 0);
    if (size > this.#most) return;
    // Not with the folder of the data version: cells of one that was removed meanwhile must not stay.
    await mkdir(kept, { mode: 0o700 }).catch((error: unknown) => {
      if (!isCoded(error, 'EEXIST')) throw error;
    });
    await makeRoom(kept, this.#most - size);
    const part = path.join(kept, `.${newMessageId()}`);
    await mkdir(part, { mode: 0o700 });
    try {
      const listed: z.infer<typeof Manifest> = {};
      for (const [name, file] of Object.entries(files)) {
        await copyFile(path.join(output, file), path.join(part, file));
        listed[name] = { file, sha256: await digestOf(path.join(part, file)) };
      }
      await writeFile(path.join(part, manifest), JSON.stringify(listed), { mode: 0o600 });
      await rename(part, path.join(kept, key));
    } catch (error) {
      // Another job kept the same cells meanwhile.
      if (!isCoded(error, 'ENOTEMPTY')) throw error;
    } finally {
      await rm(part, { recursive: true, force: true });
    }
  }
}

/** Removes what was used longest ago, what a killed service left half written included, until so many bytes are left. */
async function makeRoom(kept: string, most: number): Promise<void> {
  const found = await Promise.all(
    (await readdir(kept)).map(async (name) => {
      const place = path.join(kept, name);
      const inside = await Promise.all((await readdir(place)).map((file) => stat(path.join(place, file))));
      return { place, used: (await stat(place)).mtimeMs, size: inside.reduce((sum, { size }) => sum + size, 0) };
    }),
  );
  let size = found.reduce((sum, one) => sum + one.size, 0);
  for (const one of found.toSorted((left, right) => left.used - right.used)) {
    if (size <= most) return;
    await rm(one.place, { recursive: true, force: true });
    size -= one.size;
  }
}

async function digestOf(file: string): Promise<string> {
  return sha256Hex(await readFile(file));
}

function isCoded(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

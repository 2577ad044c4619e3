import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson, sha256Hex } from '@dq0/encryption';
import { IngestionAnswer, isDatabase, unreadable, type IngestionOrder } from '@dq0/protocol';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import { ServiceConfig } from '../config/index.ts';
import { SourceChecker, startOwnPython } from '../connectors/index.ts';
import { ServiceFailure } from '../failures/index.ts';
import { findOwnRuntime } from '../runtimes/index.ts';
import { DataVersionsRepository } from './data-versions.repository.ts';
import { DataVersions } from './data-versions.ts';
import { RealDataRule } from './real-data-rule.ts';

type Order = z.infer<typeof IngestionOrder>;
const memoryMiB = 2048;
const unfinished = '.reading-';

/** Reads the files of a data version once. All tables are put in place together, or nothing is. */
@Injectable()
export class IngestionService implements OnModuleInit {
  readonly #config: ServiceConfig;
  readonly #versions: DataVersionsRepository;
  readonly #places: DataVersions;
  readonly #rule: RealDataRule;
  readonly #checker: SourceChecker;
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(
    config: ServiceConfig,
    versions: DataVersionsRepository,
    places: DataVersions,
    rule: RealDataRule,
    checker: SourceChecker,
  ) {
    this.#config = config;
    this.#versions = versions;
    this.#places = places;
    this.#rule = rule;
    this.#checker = checker;
  }

  /** Removes what a service left that was killed while reading. */
  onModuleInit(): void {
    const datasets = this.#config.folder('datasets');
    if (!existsSync(datasets)) return;
    for (const name of readdirSync(datasets)) {
      for (const part of readdirSync(path.join(datasets, name))) {
        if (part.startsWith(unfinished)) rmSync(path.join(datasets, name, part), { recursive: true, force: true });
      }
    }
  }

  /** Orders of one data version are done one after the other; the same order again gives the answer it had. */
  async ingest(dataset: string, version: number, order: Order): Promise<IngestionAnswer> {
    const key = `${dataset}/${version}`;
    const before = this.#running.get(key) ?? Promise.resolve();
    const work = before.then(
      () => this.#once(dataset, version, order),
      () => this.#once(dataset, version, order),
    );
    this.#running.set(key, work);
    try {
      return await work;
    } finally {
      if (this.#running.get(key) === work) this.#running.delete(key);
    }
  }

  remove(dataset: string, version: number): void {
    this.#versions.remove(dataset, version);
    rmSync(this.#places.folder(dataset, version), { recursive: true, force: true });
  }

  async #once(dataset: string, version: number, order: Order): Promise<IngestionAnswer> {
    const { definition, accessDigest } = order;
    if (definition.name !== dataset || definition.version !== version) throw new ServiceFailure('REQUEST_INVALID');
    const orderDigest = await sha256Hex(canonicalJson(order));
    const known = this.#versions.find(dataset, version);
    if (known && known.orderDigest !== orderDigest) throw new ServiceFailure('DATASET_CONFLICT');
    if (known) return IngestionAnswer.parse(JSON.parse(known.answer));
    this.#rule.assertAllowed(dataset);
    if (isDatabase(definition.connector)) {
      const answer = await this.#checker.check(order);
      const { connector, tables } = definition;
      const source = JSON.stringify({ owner: order.credential?.owner, connector, tables });
      const row = { dataset, version, orderDigest, accessDigest, answer: JSON.stringify(answer), source };
      if (answer.ok) this.#versions.insert(row);
      return answer;
    }
    const reason = unreadable(definition.connector);
    if (reason !== undefined) return unsupported(definition, reason);
    const folder = path.dirname(this.#places.folder(dataset, version));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const part = mkdtempSync(path.join(folder, unfinished));
    try {
      const answer = await this.#read(definition, part);
      if (!answer.ok) return answer;
      const place = this.#places.folder(dataset, version);
      // A folder without its row is what a service left that was killed between the two.
      if (existsSync(place)) rmSync(place, { recursive: true });
      renameSync(part, place);
      const row = { dataset, version, orderDigest, accessDigest, answer: JSON.stringify(answer), source: null };
      this.#versions.insert(row);
      return answer;
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
  }

  async #read(definition: Order['definition'], output: string): Promise<IngestionAnswer> {
    const runtime = await findOwnRuntime(this.#config.runtimes);
    const worker = startOwnPython(runtime, ['ingest'], memoryMiB);
    const { connector, tables } = definition;
    try {
      const request = { definition: { connector, tables }, dataRoot: this.#config.dataRoot, output };
      return IngestionAnswer.parse(await worker.ask(request, this.#config.ingestMilliseconds));
    } catch (cause) {
      throw new ServiceFailure('INGESTION_FAILED', { cause });
    } finally {
      worker.kill();
    }
  }
}

function unsupported({ tables }: Order['definition'], reason: string): IngestionAnswer {
  return { ok: false, problems: [{ table: Object.keys(tables)[0] ?? '', line: null, column: null, reason }] };
}

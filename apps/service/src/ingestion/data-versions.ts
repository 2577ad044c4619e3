import path from 'node:path';
import { sha256Hex } from '@dq0/encryption';
import { Injectable } from '@nestjs/common';
import { ServiceConfig } from '../config/index.ts';
import { ServiceFailure } from '../failures/index.ts';
import type { DatabasePlace } from '../connectors/index.ts';
import { DataVersionsRepository } from './data-versions.repository.ts';
import { RealDataRule } from './real-data-rule.ts';

/** Typed Parquet by table in the folder of the data version, or the tables of a database. */
export type DataPlace =
  | { readonly kind: 'files'; readonly folder: string; readonly tables: Readonly<Record<string, string>> }
  | DatabasePlace;

/** What other features may ask about the data versions that were read here. */
@Injectable()
export class DataVersions {
  readonly #config: ServiceConfig;
  readonly #versions: DataVersionsRepository;
  readonly #rule: RealDataRule;

  constructor(config: ServiceConfig, versions: DataVersionsRepository, rule: RealDataRule) {
    this.#config = config;
    this.#versions = versions;
    this.#rule = rule;
  }

  /** @throws ServiceFailure DATASET_UNKNOWN or SANDBOX_MISSING */
  assertReadable(dataset: string, version: number): void {
    this.#rule.assertAllowed(dataset);
    if (!this.#versions.find(dataset, version)) throw new ServiceFailure('DATASET_UNKNOWN');
  }

  /** Whether the secret is the one that this data version was read under. */
  async opens(dataset: string, version: number, accessSecret: string): Promise<boolean> {
    return this.#versions.find(dataset, version)?.accessDigest === (await sha256Hex(accessSecret));
  }

  /** Where the tables asked for lie. @throws ServiceFailure DATASET_UNKNOWN when the version has no such table */
  place(dataset: string, version: number, names: readonly string[]): DataPlace {
    const found = this.#versions.find(dataset, version);
    const { digests = {} } = JSON.parse(found?.answer ?? '{}') as { digests?: Record<string, string> };
    if (names.some((name) => !Object.hasOwn(digests, name))) throw new ServiceFailure('DATASET_UNKNOWN');
    const source = this.database(dataset, version);
    if (source) {
      const asked = Object.entries(source.tables).filter(([name]) => names.includes(name));
      return { ...source, tables: Object.fromEntries(asked) };
    }
    const folder = this.folder(dataset, version);
    return {
      kind: 'files',
      folder,
      tables: Object.fromEntries(names.map((name) => [name, path.join(folder, `${name}.parquet`)])),
    };
  }

  /** The database of a data version; undefined for files. */
  database(dataset: string, version: number): DatabasePlace | undefined {
    const source = this.#versions.find(dataset, version)?.source ?? null;
    return source === null ? undefined : { kind: 'database', ...(JSON.parse(source) as Omit<DatabasePlace, 'kind'>) };
  }

  folder(dataset: string, version: number): string {
    return this.#config.folder('datasets', dataset, String(version));
  }
}

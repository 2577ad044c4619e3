import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DynamicModule, INestApplicationContext, Provider, Type } from '@nestjs/common';
import { exportPrivateKey, generateEncryptionKey, generateIdentityKey } from '@dq0/encryption';
import type { Role } from '@dq0/protocol';
import { AuditRepository } from '../../src/audit/audit.repository.ts';
import { AuditService } from '../../src/audit/audit.service.ts';
import { BudgetModule } from '../../src/budget/budget.module.ts';
import { Clock } from '../../src/clock/clock.ts';
import { PlatformConfig } from '../../src/config/platform-config.ts';
import { PortsModule } from '../../src/config/platform-ports.ts';
import { DatabaseModule } from '../../src/database/database.module.ts';
import { migrateDatabase } from '../../src/database/open-database.ts';
import { UnitOfWork } from '../../src/database/unit-of-work.ts';
import { FolderDisk } from '../../src/disk/disk.ts';
import { KeysModule } from '../../src/keys/keys.module.ts';
import { KeyStore } from '../../src/keys/key-store.ts';
import type { Caller, CallingUser } from '../../src/operations/handler.ts';
import { nestContext } from '../../src/nest-context.ts';
import { AccessModule } from '../../src/access/access.module.ts';
import { GroupsModule } from '../../src/groups/groups.module.ts';
import { PoliciesModule } from '../../src/policies/policies.module.ts';
import { PolicyEditingModule } from '../../src/policy-editing/policy-editing.module.ts';
import { QueriesModule } from '../../src/queries/queries.module.ts';
import { RunsModule } from '../../src/runs/runs.module.ts';
import { AFTER_CHECKS, BEFORE_CHECKS } from '../../src/jobs/checks/check.ts';
import { JobsModule } from '../../src/jobs/jobs.module.ts';
import { JobRunner } from '../../src/jobs/job-runner.ts';
import { ServiceSealer } from '../../src/service-link/service-sealer.ts';
import { ServiceClient } from '../../src/service-link/service-client.ts';
import { FakeService } from './fake-service.ts';
import { InMemoryJobRunner } from './in-memory-job-runner.ts';
import { SilentLog } from './silent-log.ts';

/** A clock that can be moved on. */
export class MovableClock extends Clock {
  aheadMs = 0;
  override now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
}

class MemoryKeyStore extends KeyStore {
  readonly #keys = new Map<string, string>();
  override read(name: string): string {
    return this.#keys.get(name) ?? '';
  }
  override write(name: string, text: string): void {
    this.#keys.set(name, text);
  }
  override has(name: string): boolean {
    return this.#keys.has(name);
  }
  override names(): string[] {
    return [...this.#keys.keys()];
  }
  override destroy(name: string): void {
    this.#keys.delete(name);
  }
}

interface AnyHandler {
  prepare?(input: never, caller: Caller): Promise<unknown>;
  handle(input: never, caller: Caller, prepared: never): unknown;
}

class Root {}
class Audit {}
const audit: DynamicModule = {
  module: Audit,
  global: true,
  providers: [AuditRepository, AuditService],
  exports: [AuditService],
};

export const OWNER = person('0b0e0000-0000-4000-8000-000000000001', 'owner@example.org', ['data-owner']);
export const ADA = person('0b0e0000-0000-4000-8000-000000000002', 'ada@example.org', ['data-scientist']);
export const BOB = person('0b0e0000-0000-4000-8000-000000000003', 'bob@example.org', ['data-scientist']);
/** An owner of nothing here. */
export const STRANGER = person('0b0e0000-0000-4000-8000-000000000005', 'stranger@example.org', ['data-owner']);
export const ADMIN = person('0b0e0000-0000-4000-8000-000000000006', 'admin@example.org', ['administrator']);
export const EVE = person('0b0e0000-0000-4000-8000-000000000004', 'eve@example.org', ['auditor']);

function person(id: string, email: string, roles: readonly Role[]): CallingUser {
  return { id, email, roles, groups: [] };
}

/** A platform on real files beside a service double; it can be stopped and started again on the same files. */
export class Quarantine {
  readonly clock = new MovableClock();
  readonly service: FakeService;
  readonly #folder: string;
  readonly #keyStore = new MemoryKeyStore();
  #app: INestApplicationContext | undefined;

  /** What the operation asked last left for its audit row. */
  lastAudit: Caller['audit'] = { object: null, facts: {} };
  readonly #redisUrl: string | undefined;

  private constructor(redisUrl: string | undefined) {
    this.#redisUrl = redisUrl;
    this.#folder = mkdtempSync(path.join(tmpdir(), 'dq0-jobs-'));
    this.service = new FakeService(path.join(this.#folder, 's.sock'));
  }

  /** `redisUrl` is for the runner that ships; the one in memory needs none. */
  static async start(redisUrl?: string): Promise<Quarantine> {
    const quarantine = new Quarantine(redisUrl);
    const { identity, encryption } = await keys();
    quarantine.#keyStore.write('identity', identity);
    quarantine.#keyStore.write('encryption', encryption);
    await migrateDatabase(quarantine.databasePath);
    await quarantine.service.start();
    InMemoryJobRunner.service = quarantine.service;
    InMemoryJobRunner.delivers = true;
    InMemoryJobRunner.failGrants = 0;
    InMemoryJobRunner.refuseGrants = undefined;
    await quarantine.restart();
    quarantine.unitOfWork.write((writing) => {
      for (const { id, email, roles } of [OWNER, ADA, BOB, EVE, STRANGER, ADMIN]) {
        writing.run(
          `INSERT INTO users (id, email, state, roles, password, device, since)
           VALUES (:id, :email, 'approved', :roles, NULL, :device, 0)`,
          { id, email, roles: JSON.stringify(roles), device: 'd'.repeat(43) },
        );
      }
    });
    return quarantine;
  }

  get journalPath(): string {
    return path.join(this.#folder, 'spend.journal');
  }

  get databasePath(): string {
    return path.join(this.#folder, 'platform.sqlite');
  }

  get unitOfWork(): UnitOfWork {
    return this.get(UnitOfWork);
  }

  get<T>(type: Type<T> | (abstract new (...args: never[]) => T)): T {
    if (this.#app === undefined) throw new Error('the platform is stopped');
    return this.#app.get<T>(type, { strict: false });
  }

  async stop(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    await app?.close();
  }

  async restart(): Promise<void> {
    await this.stop();
    const config = new PlatformConfig({
      DQ0_PLATFORM_HOME: this.#folder,
      DQ0_SERVICE_SOCKET: path.join(this.#folder, 's.sock'),
      DQ0_REDIS_URL: this.#redisUrl,
    });
    const ports = PortsModule.of({
      config,
      clock: this.clock,
      disk: new FolderDisk(this.#folder),
      log: new SilentLog(),
      keyStore: this.#keyStore,
      proxyFetch: undefined as never,
    });
    const imports = [
      ports,
      DatabaseModule,
      KeysModule,
      audit,
      PoliciesModule,
      GroupsModule,
      PolicyEditingModule,
      AccessModule,
      BudgetModule,
      QueriesModule,
      RunsModule,
    ];
    const root: DynamicModule = { module: Root, imports };
    this.#app = await nestContext(root, new SilentLog());
  }

  async end(): Promise<void> {
    await this.stop();
    await this.service.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Asks one operation as the router would: prepare, then handle inside a transaction. */
  async ask<H extends AnyHandler>(
    handler: Type<H>,
    user: CallingUser,
    input: Parameters<H['handle']>[0],
  ): Promise<ReturnType<H['handle']>> {
    const instance = this.get(handler);
    const caller: Caller = {
      device: 'd'.repeat(43),
      deviceKey: { kty: 'RSA', n: '', e: '' },
      user,
      messageId: crypto.randomUUID(),
      auditId: crypto.randomUUID(),
      audit: { object: null, facts: {} },
    };
    this.lastAudit = caller.audit;
    const prepared = await instance.prepare?.(input, caller);
    return this.unitOfWork.write(() => instance.handle(input, caller, prepared as never) as object) as ReturnType<
      H['handle']
    >;
  }

  rows<T>(sql: string): T[] {
    return this.unitOfWork.read((reading) => reading.all<T>(sql));
  }
}

/** Takes one check out of the list it stands in, as if JobsModule had never named it. @returns what puts it back */
export function withoutChecks(isRemoved: (name: string) => boolean): () => void {
  const shipped = Reflect.getMetadata('providers', JobsModule) as Provider[];
  const lists: unknown[] = [BEFORE_CHECKS, AFTER_CHECKS];
  const changed = shipped.map((provider) => {
    if (typeof provider === 'function' || !lists.includes(provider.provide) || !('inject' in provider)) return provider;
    const inject = (provider.inject as Type[]).filter(({ name }) => !isRemoved(name));
    return { ...provider, inject };
  });
  Reflect.defineMetadata('providers', changed, JobsModule);
  return () => Reflect.defineMetadata('providers', shipped, JobsModule);
}

/** Replaces the runner at the port; everything else of JobsModule stays as it ships. @returns what puts it back */
export function withInMemoryRunner(): () => void {
  const shipped = Reflect.getMetadata('providers', JobsModule) as unknown[];
  const others = shipped.filter((provider) => (provider as { provide?: unknown }).provide !== JobRunner);
  Reflect.defineMetadata(
    'providers',
    [
      ...others,
      {
        provide: JobRunner,
        inject: [ServiceClient, ServiceSealer],
        useFactory: (client: ServiceClient, sealer: ServiceSealer) => new InMemoryJobRunner(client, sealer),
      },
    ],
    JobsModule,
  );
  return () => Reflect.defineMetadata('providers', shipped, JobsModule);
}

let made: Promise<{ identity: string; encryption: string }> | undefined;
function keys(): Promise<{ identity: string; encryption: string }> {
  made ??= (async () => ({
    identity: await exportPrivateKey(await generateIdentityKey()),
    encryption: await exportPrivateKey(await generateEncryptionKey()),
  }))();
  return made;
}

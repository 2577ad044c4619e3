import { operations, type AnyOperation } from '@dq0/protocol';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { AccessModule } from './access/access.module.ts';
import { AuditModule } from './audit/audit.module.ts';
import { LedgerModule } from './ledger/ledger.module.ts';
import { BudgetModule } from './budget/budget.module.ts';
import { PortsModule, type PlatformPorts } from './config/platform-ports.ts';
import { CredentialsModule } from './credentials/credentials.module.ts';
import { DatabaseModule } from './database/database.module.ts';
import { DatasetsModule } from './datasets/datasets.module.ts';
import { ExecutorsModule } from './executors/executors.module.ts';
import { GroupsModule } from './groups/groups.module.ts';
import { HousekeepingModule } from './housekeeping/housekeeping.module.ts';
import { JobsModule } from './jobs/jobs.module.ts';
import { KeysModule } from './keys/keys.module.ts';
import { OperationListModule } from './operations/operation-list.ts';
import { PasskeysModule } from './passkeys/passkeys.module.ts';
import { PlatformInfoModule } from './platform-info/platform-info.module.ts';
import { PluginsModule } from './plugins/plugins.module.ts';
import { PoliciesModule } from './policies/policies.module.ts';
import { PolicyEditingModule } from './policy-editing/policy-editing.module.ts';
import { ProjectsModule } from './projects/projects.module.ts';
import { PullLoopModule } from './pull-loop/pull-loop.module.ts';
import { QueriesModule } from './queries/queries.module.ts';
import { ReleasesModule } from './releases/releases.module.ts';
import { RunsModule } from './runs/runs.module.ts';
import { ServiceLinkModule } from './service-link/service-link.module.ts';
import { UsersModule } from './users/users.module.ts';

/** The features that answer operations, beside users and audit. */
const FEATURES: readonly Type[] = [
  ProjectsModule,
  LedgerModule,
  BudgetModule,
  CredentialsModule,
  DatasetsModule,
  JobsModule,
  QueriesModule,
  PolicyEditingModule,
  AccessModule,
  ReleasesModule,
  RunsModule,
  ServiceLinkModule,
  PlatformInfoModule,
  ExecutorsModule,
  PluginsModule,
];

/** What a test may leave out: the operations answered and the features that answer them. */
export interface PlatformExtent {
  readonly operations: readonly AnyOperation[];
  readonly features: readonly Type[];
}

@Module({})
export class AppModule {
  static of(ports: PlatformPorts, extent: PlatformExtent = { operations, features: FEATURES }): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PortsModule.of(ports),
        OperationListModule.of(extent.operations),
        DatabaseModule,
        KeysModule,
        AuditModule,
        PoliciesModule,
        GroupsModule,
        UsersModule,
        PasskeysModule,
        ...extent.features,
        HousekeepingModule,
        PullLoopModule,
      ],
    };
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { BackupModule } from '../backup/backup.module.ts';
import { RestoreModule } from '../backup/restore.module.ts';
import { PortsModule, type PlatformPorts } from '../config/platform-ports.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { KeysModule } from '../keys/keys.module.ts';
import { PoliciesModule } from '../policies/policies.module.ts';
import { UsersModule } from '../users/users.module.ts';

/** What the administrator's commands need: the platform without its polling and its jobs. */
@Module({})
export class AdminModule {
  static of(ports: PlatformPorts): DynamicModule {
    return {
      module: AdminModule,
      imports: [
        PortsModule.of(ports),
        DatabaseModule,
        KeysModule,
        AuditModule,
        BackupModule,
        RestoreModule,
        PoliciesModule,
        UsersModule,
      ],
    };
  }
}

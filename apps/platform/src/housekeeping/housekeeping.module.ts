import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.ts';
import { OperationsModule } from '../operations/operations.module.ts';
import { PasskeysModule } from '../passkeys/passkeys.module.ts';
import { UsersModule } from '../users/users.module.ts';
import { HousekeepingService } from './housekeeping.service.ts';

@Module({ imports: [OperationsModule, MailModule, PasskeysModule, UsersModule], providers: [HousekeepingService] })
export class HousekeepingModule {}

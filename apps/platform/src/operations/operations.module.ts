import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PasskeysModule } from '../passkeys/passkeys.module.ts';
import { UsersModule } from '../users/users.module.ts';
import { AnswersService } from './answers.service.ts';
import { DueReplies } from './due-replies.ts';
import { ExchangeService } from './exchange.service.ts';
import { GroupWrite } from './group-write.ts';
import { HighWater } from './high-water.ts';
import { InboxRepository } from './inbox.repository.ts';
import { IntakeService } from './intake.service.ts';
import { MessageProcessor } from './message-processor.ts';
import { MessagesSweep } from './messages-sweep.ts';
import { OperationsRouter } from './operations-router.ts';
import { OutboxRepository } from './outbox.repository.ts';
import { ReplyBell } from './reply-bell.ts';
import { ReplyKeys } from './reply-keys.ts';
import { ReplySealer } from './reply-sealer.ts';
import { RequestOpener } from './request-opener.ts';
import { RoutesService } from './routes.service.ts';

@Module({
  imports: [DiscoveryModule, PasskeysModule, UsersModule],
  providers: [
    AnswersService,
    DueReplies,
    ExchangeService,
    GroupWrite,
    HighWater,
    InboxRepository,
    IntakeService,
    MessageProcessor,
    MessagesSweep,
    OperationsRouter,
    OutboxRepository,
    ReplyBell,
    ReplyKeys,
    ReplySealer,
    RequestOpener,
    RoutesService,
  ],
  exports: [DueReplies, HighWater, IntakeService, MessageProcessor, MessagesSweep, ReplySealer],
})
export class OperationsModule {}

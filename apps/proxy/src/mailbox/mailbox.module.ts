import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/index.ts';
import { LimitsModule } from '../limits/index.ts';
import { PlatformInfoModule } from '../platform-info/index.ts';
import { ProofsModule } from '../proofs/index.ts';
import { AcceptMessage } from './accept-message.ts';
import { Arrivals } from './arrivals.ts';
import { MessageRepository } from './message.repository.ts';
import { MessagesController } from './messages.controller.ts';
import { PlatformController } from './platform.controller.ts';
import { PullMessages } from './pull-messages.ts';
import { PushReplies } from './push-replies.ts';
import { ReadReply } from './read-reply.ts';
import { ReplyRepository } from './reply.repository.ts';
import { Retention } from './retention.ts';
import { RoomInStore } from './room-in-store.ts';
import { SocketServer } from './socket/socket-server.ts';

@Module({
  imports: [DatabaseModule, LimitsModule, PlatformInfoModule, ProofsModule],
  controllers: [MessagesController, PlatformController],
  providers: [
    AcceptMessage,
    Arrivals,
    MessageRepository,
    PullMessages,
    PushReplies,
    ReadReply,
    ReplyRepository,
    Retention,
    RoomInStore,
    SocketServer,
  ],
  exports: [Arrivals, SocketServer],
})
export class MailboxModule {}

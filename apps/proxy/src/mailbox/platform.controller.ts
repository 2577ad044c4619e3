import type { PullAnswer, PushAnswer } from '@dq0/protocol';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { hungUp } from './hung-up.ts';
import { PullMessages } from './pull-messages.ts';
import { PushReplies } from './push-replies.ts';

/** What the platform calls; it dials, the proxy never does. */
@Controller('v1/platform')
export class PlatformController {
  readonly #messages: PullMessages;
  readonly #replies: PushReplies;

  constructor(messages: PullMessages, replies: PushReplies) {
    this.#messages = messages;
    this.#replies = replies;
  }

  @Post('pull')
  @HttpCode(200)
  pull(
    @Body() body: unknown,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<z.output<typeof PullAnswer>> {
    return this.#messages.pull(body, hungUp(response.raw));
  }

  @Post('push')
  @HttpCode(200)
  push(@Body() body: unknown): Promise<z.output<typeof PushAnswer>> {
    return this.#replies.push(body);
  }
}

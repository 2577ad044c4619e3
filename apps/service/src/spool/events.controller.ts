import type { ServiceEvent } from '@dq0/protocol';
import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { parseInput } from '../failures/index.ts';
import { EventFeed } from './event-feed.ts';

const Question = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  wait: z.coerce.number().min(0).max(60).default(0),
});
const Acknowledgement = z.strictObject({ upTo: z.int().nonnegative() });

@Controller('events')
export class EventsController {
  readonly #feed: EventFeed;

  constructor(feed: EventFeed) {
    this.#feed = feed;
  }

  @Get()
  async list(
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ events: ServiceEvent[] }> {
    const { after, wait } = parseInput(Question, query);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    return { events: await this.#feed.after(after, wait, gone.signal) };
  }

  @Post('acknowledge')
  @HttpCode(204)
  acknowledge(@Body() body: unknown): void {
    this.#feed.acknowledge(parseInput(Acknowledgement, body).upTo);
  }
}

import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { proofOfHeaders } from '../proofs/index.ts';
import { AcceptMessage } from './accept-message.ts';
import { hungUp } from './hung-up.ts';
import { ReadReply } from './read-reply.ts';

/** What clients call. */
@Controller('v1/messages')
export class MessagesController {
  readonly #accept: AcceptMessage;
  readonly #replies: ReadReply;

  constructor(accept: AcceptMessage, replies: ReadReply) {
    this.#accept = accept;
    this.#replies = replies;
  }

  @Post()
  @HttpCode(202)
  post(@Body() body: unknown): Promise<{ id: string }> {
    return this.#accept.accept(body);
  }

  @Get(':id/reply')
  async reply(
    @Param('id') id: string,
    @Query('wait') wait: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<{ id: string; envelope: string } | undefined> {
    const question = { id, wait, proof: proofOfHeaders(request.headers), gone: hungUp(response.raw) };
    const reply = await this.#replies.read(question);
    if (reply === undefined) response.status(204);
    return reply;
  }
}

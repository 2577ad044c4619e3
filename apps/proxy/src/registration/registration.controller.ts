import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ProxyError } from '../problems/index.ts';
import { answerPage, askPage, PAGE_HEADERS } from './confirm-page.ts';

/** The page behind the link of a mail. Neither way of calling it moves a registration forward. */
@Controller('v1/registrations/confirm')
export class RegistrationController {
  @Get(':code')
  ask(@Param('code') code: string, @Res({ passthrough: true }) response: FastifyReply): string {
    response.headers(PAGE_HEADERS);
    return askPage(requireCode(code));
  }

  @Post(':code')
  @HttpCode(200)
  answer(@Param('code') code: string, @Res({ passthrough: true }) response: FastifyReply): string {
    response.headers(PAGE_HEADERS);
    return answerPage(requireCode(code));
  }
}

function requireCode(code: string): string {
  if (!/^[A-Za-z0-9-]{4,64}$/.test(code)) throw new ProxyError('BODY_INVALID');
  return code;
}

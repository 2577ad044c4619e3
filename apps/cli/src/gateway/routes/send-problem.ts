import { PROBLEM_MEDIA_TYPE, type Problem } from '@dq0/protocol';
import type { FastifyReply } from 'fastify';

/** What a 401 is about: the token of this gateway, or the login at the platform (RFC 9110, 11.6.1). */
export const CHALLENGES = {
  TOKEN_REFUSED: 'Bearer realm="gateway"',
  AUTH_REFUSED: 'DQ0 realm="platform"',
} as const;

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { code, status } = problem;
  if (code === 'TOKEN_REFUSED' || code === 'AUTH_REFUSED') reply.header('www-authenticate', CHALLENGES[code]);
  return reply.code(status).type(PROBLEM_MEDIA_TYPE).send(problem);
}

import { openApi } from '@dq0/protocol';
import type { FastifyInstance } from 'fastify';

/** What the gateway takes and answers, for programs that read it. It holds nothing of anybody. */
export function addDescription(app: FastifyInstance, version: string): void {
  const text = JSON.stringify(openApi(version));
  app.get('/openapi.json', (_request, reply) => reply.type('application/json').send(text));
}

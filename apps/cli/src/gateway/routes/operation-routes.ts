import { Attempt } from '@dq0/client';
import { operations } from '@dq0/protocol';
import type { FastifyInstance } from 'fastify';
import { answerStatus } from '../operations/answer-status.ts';
import { perform } from '../operations/perform.ts';
import { readInput, type GivenRequest } from '../operations/read-input.ts';
import type { GatewayContext } from './gateway-context.ts';
import { preferredWaitMs } from './requests.ts';

/** Every operation of the product as a route, by its method and path. */
export function addOperationRoutes(app: FastifyInstance, { session }: GatewayContext): void {
  for (const operation of operations) {
    const { method, path } = operation.http;
    app.route({
      method,
      url: path,
      handler: async (request, reply) => {
        const { connection } = await session(request);
        const input = readInput(operation, request as GivenRequest);
        const waitMs = preferredWaitMs(request.headers['prefer']);
        const output = await perform(operation, input, { connection, waitMs, attempt: new Attempt() });
        return reply.code(answerStatus(operation, output)).send(output);
      },
    });
  }
}

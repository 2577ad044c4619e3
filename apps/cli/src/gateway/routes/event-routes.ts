import type { ServerResponse } from 'node:http';
import { jobEvents, resultQuery, type Output } from '@dq0/protocol';
import type { FastifyInstance } from 'fastify';
import { isPending } from '../../answers/outcome.ts';
import { readInput, type GivenRequest } from '../operations/read-input.ts';
import { toProblem } from '../problems/to-problem.ts';
import type { GatewayContext } from './gateway-context.ts';

/** Seconds that the platform holds a request for news; what ends a job comes at once. */
const HOLD_SECONDS = 5;
const HEARTBEAT_MS = 15_000;
/** What a browser waits before it comes back, milliseconds. */
const RETRY_MS = 1_000;

type Answer = Output<typeof resultQuery>;

/**
 * The states of a job as server-sent events, until it is final. A job passes each state at most once, so the state is
 * the id: who comes back with `Last-Event-ID` hears only of what followed, and 204 when nothing can follow.
 */
export function addEventRoutes(app: FastifyInstance, { session }: GatewayContext): void {
  app.get(jobEvents.path, { exposeHeadRoute: false }, async (request, reply) => {
    const { connection } = await session(request);
    const { job } = readInput({ ...resultQuery, input: jobEvents.input }, request as GivenRequest) as { job: string };
    const ask = (waitSeconds: number): Promise<Answer> =>
      connection.call(resultQuery, { job, waitSeconds }, { timeoutMs: waitSeconds * 1000 + 15_000 });
    const first = await ask(0);
    const heard = request.headers['last-event-id'];
    if (!isPending(first) && heard === first.state) return reply.code(204).send();
    reply.hijack();
    await stream(reply.raw, first, heard, ask);
    return reply;
  });
}

async function stream(
  response: ServerResponse,
  first: Answer,
  heard: unknown,
  ask: (waitSeconds: number) => Promise<Answer>,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`retry: ${RETRY_MS}\n\n`);
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  let last = heard;
  try {
    for (let answer = first; !response.destroyed; answer = await ask(HOLD_SECONDS)) {
      if (answer.state !== last) response.write(eventOf('state', answer.state, answer));
      last = answer.state;
      if (!isPending(answer)) break;
    }
  } catch (error) {
    response.write(eventOf('problem', undefined, toProblem(error)));
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

function eventOf(name: 'state' | 'problem', id: string | undefined, data: unknown): string {
  return `event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}

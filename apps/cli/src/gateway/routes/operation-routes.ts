import { Attempt } from '@dq0/client';
import { sha256Hex } from '@dq0/encryption';
import { operations, PROBLEM_MEDIA_TYPE, STEP_UP_HEADER, type AnyOperation } from '@dq0/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ANSWERING, answerStatus, whereNext } from '../operations/answer-status.ts';
import { perform } from '../operations/perform.ts';
import { readInput, type GivenRequest } from '../operations/read-input.ts';
import { toProblem } from '../problems/to-problem.ts';
import { entityTag, hasIt } from '../replies/entity-tag.ts';
import { KeptReplies } from '../replies/kept-replies.ts';
import { nextPage } from '../replies/next-page.ts';
import { JSON_MEDIA_TYPE, type Reply } from '../replies/reply.ts';
import type { GatewaySessionEntry } from '../sessions/sessions.ts';
import type { GatewayContext } from './gateway-context.ts';
import { requireOwnOrigin, stepUpOf } from '../passkeys/ceremony.ts';
import { appliedPreference, idempotencyKey, preferredWaitMs } from './requests.ts';
import { CHALLENGES } from './send-problem.ts';

type Members = Readonly<Record<string, unknown>>;

/** Every operation of the product as a route, by its method and path. */
export function addOperationRoutes(app: FastifyInstance, { session, port }: GatewayContext): void {
  const kept = new KeptReplies();
  for (const operation of operations) {
    const { method, path } = operation.http;
    app.route({
      method,
      url: path,
      handler: async (request, reply) => {
        const entry = await session(request);
        const input = readInput(operation, request as GivenRequest) as Members;
        requireOwnOrigin(input, port());
        return method === 'GET'
          ? read(operation, input, entry, request, reply)
          : change(operation, input, entry, request, reply, kept);
      },
    });
  }
}

/** What only reads: with an entity tag, and a link to the next page. */
async function read(
  operation: AnyOperation,
  input: Members,
  { connection }: GatewaySessionEntry,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const output = await perform(operation, input, { connection, waitMs: 0, attempt: new Attempt() });
  const status = answerStatus(operation, output);
  const text = JSON.stringify(output);
  const link = nextPage(operation, request.url, input, output as Members);
  if (link !== undefined) reply.header('link', link);
  if (status !== 200) return reply.code(status).headers(whereNext(status, output)).type(JSON_MEDIA_TYPE).send(text);
  const tag = await entityTag(text);
  reply.header('etag', tag);
  if (hasIt(request.headers['if-none-match'], tag)) return reply.code(304).send();
  return reply.type(JSON_MEDIA_TYPE).send(text);
}

/** What has an effect: once for each key that the caller gives. */
async function change(
  operation: AnyOperation,
  input: Members,
  { id, connection }: GatewaySessionEntry,
  request: FastifyRequest,
  reply: FastifyReply,
  kept: KeptReplies,
): Promise<FastifyReply> {
  const waitMs = preferredWaitMs(request.headers['prefer']);
  const applied = appliedPreference(request.headers['prefer']);
  if (applied !== undefined && ANSWERING.has(operation.name)) reply.header('preference-applied', applied);
  const stepUp = operation.stepUp === true ? stepUpOf(request.headers[STEP_UP_HEADER.toLowerCase()]) : undefined;
  const make = (attempt: Attempt): Promise<Reply> =>
    performed(operation, input, { connection, waitMs, attempt, stepUp });
  const key = idempotencyKey(request.headers['idempotency-key']);
  if (key === undefined) return send(reply, await make(new Attempt()));
  const asked = await sha256Hex(JSON.stringify([operation.name, input]));
  const { reply: answer, replayed } = await kept.answer(`${id} ${key}`, asked, make);
  if (replayed) reply.header('idempotency-replayed', 'true');
  return send(reply, answer);
}

async function performed(
  operation: AnyOperation,
  input: Members,
  performing: Parameters<typeof perform>[2],
): Promise<Reply> {
  try {
    const output = await perform(operation, input, performing);
    const status = answerStatus(operation, output);
    const headers = whereNext(status, output);
    return { status, text: JSON.stringify(output), mediaType: JSON_MEDIA_TYPE, headers };
  } catch (error) {
    const problem = toProblem(error);
    return { status: problem.status, text: JSON.stringify(problem), mediaType: PROBLEM_MEDIA_TYPE };
  }
}

function send(reply: FastifyReply, { status, text, mediaType, headers = {} }: Reply): FastifyReply {
  if (status === 401) reply.header('www-authenticate', CHALLENGES.AUTH_REFUSED);
  return reply.code(status).headers(headers).type(mediaType).send(text);
}

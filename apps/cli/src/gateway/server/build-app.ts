import { readStrictJsonBytes, type JsonValue } from '@dq0/encryption';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { GatewayError } from '../problems/gateway-error.ts';
import { toProblem } from '../problems/to-problem.ts';
import { allowedMethods, type KnownRoute } from '../routes/allowed-methods.ts';
import type { GatewayContext } from '../routes/gateway-context.ts';
import { addDescription } from '../routes/description.ts';
import { addOperationRoutes } from '../routes/operation-routes.ts';
import { addEventRoutes } from '../routes/event-routes.ts';
import { sendProblem } from '../routes/send-problem.ts';
import { addSessionRoutes } from '../routes/session-routes.ts';
import { addStudioFiles, sendStudio } from '../routes/studio-files.ts';

const BODY_BYTES = 2 ** 20;
/** So much of a body that is too large is still read, so that the refusal arrives and no broken connection. */
const BYTES_READ_AWAY = 2 ** 24;

/** The routes of the gateway. Who may ask it at all was decided before, by the guard. */
export async function buildApp(context: GatewayContext): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: BODY_BYTES,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, _request, reply) => void sendProblem(reply as FastifyReply, toProblem(error)),
  });
  const routes: KnownRoute[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    routes.push(...[method].flat().map((one) => ({ method: one, url })));
  });
  readJsonOnly(app);
  refuseLargeBodies(app);
  app.setErrorHandler((error, _request, reply) => sendProblem(reply, toProblem(error)));
  app.register(cookie);
  addSessionRoutes(app, context);
  addOperationRoutes(app, context);
  addEventRoutes(app, context);
  addDescription(app, context.version);
  addStudioFiles(app, context.studio);
  app.setNotFoundHandler((request, reply) => {
    const allowed = allowedMethods(routes, request.url);
    if (allowed.length > 0) {
      return sendProblem(reply.header('allow', allowed.join(', ')), toProblem(new GatewayError('METHOD_UNKNOWN')));
    }
    const isPage =
      (request.method === 'GET' || request.method === 'HEAD') && !/^\/(v1|open)(\/|\?|$)/.test(request.url);
    if (isPage) return sendStudio(request, reply, context.studio);
    return sendProblem(reply, toProblem(new GatewayError('ROUTE_UNKNOWN')));
  });
  await app.ready();
  return app;
}

/**
 * A body is JSON in UTF-8, or nothing. Money may hang on it, so a text in another encoding, or a member that stands twice,
 * is refused where a lenient reader would take it for something else than was meant.
 */
function readJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      requireUtf8(request.headers['content-type']);
      done(null, body.length === 0 ? undefined : readBody(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** @throws GatewayError MEDIA_TYPE_UNKNOWN */
function requireUtf8(contentType: string | undefined): void {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(contentType ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw new GatewayError('MEDIA_TYPE_UNKNOWN');
}

/** @throws GatewayError BODY_MALFORMED */
function readBody(bytes: Uint8Array): JsonValue {
  let value: JsonValue;
  try {
    value = readStrictJsonBytes(bytes);
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'It is not in UTF-8';
    throw new GatewayError('BODY_MALFORMED', { message: `The request cannot be read. ${why}.` });
  }
  // No member of the product has this name, and some readers take it for the inside of an object.
  if (names(value).includes('__proto__')) throw new GatewayError('BODY_MALFORMED');
  return value;
}

function names(value: JsonValue): string[] {
  if (value === null || typeof value !== 'object') return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(names)];
}

/** A connection that is closed on a sender in the middle of a body looks like a failure of the network. */
function refuseLargeBodies(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw }) => {
    const bytes = Number(raw.headers['content-length'] ?? 0);
    if (bytes <= BODY_BYTES || bytes > BYTES_READ_AWAY) return;
    for await (const _chunk of raw) continue;
    throw new GatewayError('BODY_TOO_LARGE');
  });
}

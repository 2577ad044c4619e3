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
    exposeHeadRoutes: false,
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
    const isPage = request.method === 'GET' && !/^\/(v1|open)(\/|\?|$)/.test(request.url);
    if (isPage) return sendStudio(request, reply, context.studio);
    return sendProblem(reply, toProblem(new GatewayError('ROUTE_UNKNOWN')));
  });
  await app.ready();
  return app;
}

/** A body is JSON or nothing. */
function readJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
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

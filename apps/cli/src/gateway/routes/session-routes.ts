import { fingerprintGroups } from '@dq0/encryption';
import { CodedError, type GatewaySession, StartRequest } from '@dq0/protocol';
import type { FastifyInstance } from 'fastify';
import { readDeviceKeys } from '../../session/device-keys.ts';
import type { Profile } from '../../session/profile.ts';
import { GatewayError } from '../problems/gateway-error.ts';
import type { GatewayContext } from './gateway-context.ts';
import { bearerOf, cookieName } from './requests.ts';

const COOKIE = { httpOnly: true, sameSite: 'strict', path: '/' } as const;

/** Start, state and end of a session with this gateway. */
export function addSessionRoutes(app: FastifyInstance, context: GatewayContext): void {
  const { sessions, session } = context;

  /**
   * The code leaves the address at once: the browser is sent on, and keeps a cookie that no script can read. A person who
   * opens an address again comes to Studi0, which goes on where the session holds and else says where to get another.
   */
  app.get<{ Params: { code: string } }>(
    '/open/:code',
    { exposeHeadRoute: false },
    async ({ params, headers }, reply) => {
      const started = await sessions.redeem(params.code);
      if (started !== undefined) {
        return reply.setCookie(cookieName(context.port()), started.secret, COOKIE).redirect(started.page, 303);
      }
      if (headers.accept?.includes('text/html') === true) return reply.redirect('/start', 303);
      throw new GatewayError('START_REFUSED');
    },
  );

  app.post('/v1/session/start', async ({ headers, body }) => {
    if (!(await sessions.find(bearerOf(headers.authorization), 'starter'))) throw new GatewayError('TOKEN_REFUSED');
    const { success, data } = StartRequest.safeParse(body);
    if (!success) throw new CodedError('INPUT_INVALID', { details: [{ path: 'profile', message: 'is missing' }] });
    return { url: await context.startUrl(context.connect(data.profile)) };
  });

  app.get('/v1/session', async (request) => {
    const { connection } = await session(request);
    return describeProfile(connection.profile, context.version);
  });

  app.post('/v1/session/end', async (request, reply) => {
    const entry = await session(request);
    if (entry.kind === 'browser') sessions.end(entry);
    return reply.clearCookie(cookieName(context.port()), COOKIE).code(204).send();
  });
}

async function describeProfile(profile: Profile, version: string): Promise<GatewaySession> {
  const { pin, login } = profile;
  const keys = await readDeviceKeys(profile).catch(() => undefined);
  return {
    profile: profile.name,
    platform: pin ? { fingerprint: fingerprintGroups(pin.thumbprint), proxies: [...pin.proxies] } : null,
    fingerprint: keys ? fingerprintGroups(keys.identity.thumbprint) : null,
    email: profile.email ?? null,
    login: login ? { email: login.email, roles: [...login.roles], expires: login.expires } : null,
    version,
  };
}

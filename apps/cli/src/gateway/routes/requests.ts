import type { FastifyRequest } from 'fastify';
import { isOwnPage } from '../guard/own-address.ts';
import { GatewayError } from '../problems/gateway-error.ts';
import type { GatewaySessionEntry, Sessions } from '../sessions/sessions.ts';

/** A cookie is sent to every port of its host, so its name says which port it is for. */
export const cookieName = (port: number): string => `dq0-${port}`;

/**
 * The session of a request: by its bearer token, else by its cookie.
 * @throws GatewayError TOKEN_REFUSED | ORIGIN_REFUSED
 */
export async function sessionOf(
  request: FastifyRequest,
  sessions: Sessions,
  port: number,
): Promise<GatewaySessionEntry> {
  const { authorization } = request.headers;
  const cookie = request.cookies[cookieName(port)];
  const session =
    authorization === undefined
      ? await sessions.find(cookie ?? '', 'browser')
      : await sessions.find(bearerOf(authorization), 'program');
  if (session === undefined) throw new GatewayError('TOKEN_REFUSED');
  if (session.kind === 'browser' && !isOwnPage(request.raw)) throw new GatewayError('ORIGIN_REFUSED');
  return session;
}

/** The token of a request; empty where it has none. */
export const bearerOf = (authorization: string | undefined): string =>
  /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';

/** Longest that a caller may let an answer be waited for, and what it is where none is said; seconds. */
const MOST_SECONDS = 60;
const USUAL_SECONDS = 30;

/** How long a caller wants to wait for an answer: `Prefer: wait=SECONDS` or `respond-async` (RFC 7240). */
export function preferredWaitMs(prefer: string | readonly string[] | undefined): number {
  const applied = appliedPreference(prefer);
  if (applied === 'respond-async') return 0;
  return Number(applied?.slice('wait='.length) ?? USUAL_SECONDS) * 1000;
}

/** What is done of the wish, as the answer says it (RFC 7240, 3); undefined where none was understood. */
export function appliedPreference(prefer: string | readonly string[] | undefined): string | undefined {
  const text = [prefer ?? ''].flat().join(',');
  if (/(^|[,\s])respond-async($|[,;\s])/i.test(text)) return 'respond-async';
  const seconds = /(?:^|[,\s])wait=(\d{1,6})(?:$|[,;\s])/i.exec(text)?.[1];
  return seconds === undefined ? undefined : `wait=${Math.min(Number(seconds), MOST_SECONDS)}`;
}

/** @throws GatewayError KEY_INVALID */
export function idempotencyKey(given: string | readonly string[] | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'string' && /^[!-~]{1,128}$/.test(given)) return given;
  throw new GatewayError('KEY_INVALID');
}

import type { FastifyRequest } from 'fastify';
import type { GatewaySessionEntry, Sessions } from '../sessions/sessions.ts';

/** What routes of the gateway share. */
export interface GatewayContext {
  readonly version: string;
  readonly sessions: Sessions;
  /** The port that the gateway is bound to. */
  readonly port: () => number;
  /** @throws GatewayError TOKEN_REFUSED | ORIGIN_REFUSED */
  readonly session: (request: FastifyRequest) => Promise<GatewaySessionEntry>;
  /** Folder of the built Studi0. */
  readonly studio: string;
}

import type { FastifyRequest } from 'fastify';
import type { ProfileConnection } from '../../session/profile-connection.ts';
import type { GatewaySessionEntry, Sessions } from '../sessions/sessions.ts';

/** What routes of the gateway share. */
export interface GatewayContext {
  readonly version: string;
  readonly sessions: Sessions;
  /** The port that the gateway is bound to. */
  readonly port: () => number;
  /** @throws GatewayError TOKEN_REFUSED | ORIGIN_REFUSED */
  readonly session: (request: FastifyRequest) => Promise<GatewaySessionEntry>;
  /** Another profile of this user. @throws UsageError where there is none of this name */
  readonly connect: (profile: string) => ProfileConnection;
  /** An address that begins one browser session for a profile, once. */
  readonly startUrl: (connection: ProfileConnection, page?: string) => Promise<string>;
  /** Folder of the built Studi0. */
  readonly studio: string;
}

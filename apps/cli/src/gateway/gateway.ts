import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { PROBLEM_MEDIA_TYPE, problemOf, type GatewayErrorCode } from '@dq0/protocol';
import type { ProfileConnection } from '../session/profile-connection.ts';
import { refusalOf } from './guard/own-address.ts';
import { SECURITY_HEADERS } from './guard/security-headers.ts';
import type { GatewayContext } from './routes/gateway-context.ts';
import { sessionOf } from './routes/requests.ts';
import { buildApp } from './server/build-app.ts';
import { IdleWatch } from './server/idle-watch.ts';
import { LoopbackServers, type WantedPort } from './server/loopback-servers.ts';
import { Sessions } from './sessions/sessions.ts';

/** Connections that send slowly are not waited for. */
const SERVER_OPTIONS = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 70_000 };
const GRACE_MS = 2_000;

export interface GatewayOptions {
  readonly wanted: WantedPort;
  readonly version: string;
  /** Folder of the built Studi0. */
  readonly studio: string;
  readonly connect: GatewayContext['connect'];
  /** Minutes without a request after which it ends; 0 for never. */
  readonly idleMinutes: number;
}

export interface Gateway {
  readonly port: number;
  readonly addresses: readonly string[];
  /** Settles when nobody has asked for the time given. */
  readonly idle: Promise<void>;
  /** A token of programs, which speaks for this profile. */
  newToken(connection: ProfileConnection): Promise<string>;
  /** A token that gets start addresses for any profile of this user. */
  newStarter(connection: ProfileConnection): Promise<string>;
  /** An address that begins one browser session for this profile, once. */
  startUrl(connection: ProfileConnection, page?: string): Promise<string>;
  close(): Promise<void>;
}

/** REST and Studi0 on loopback, for the profiles that get a token or a start address. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const sessions = new Sessions();
  const idle = new IdleWatch(options.idleMinutes * 60_000);
  const context: GatewayContext = {
    version: options.version,
    studio: options.studio,
    sessions,
    port: () => servers.port,
    connect: options.connect,
    startUrl: async (connection, page) =>
      `http://localhost:${servers.port}/open/${await sessions.newStart(connection, page)}`,
    session: (request) => sessionOf(request, sessions, servers.port),
  };
  const app = await buildApp(context);
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const refusal = refusalOf(request, servers.port);
    if (refusal !== undefined) {
      refuse(response, refusal);
      return;
    }
    idle.begin(response);
    app.routing(request, response);
  };
  const servers = new LoopbackServers(SERVER_OPTIONS, answer, refuseUnreadable);
  await servers.listen(options.wanted);
  return {
    port: servers.port,
    addresses: servers.addresses,
    idle: idle.over,
    newToken: (connection) => sessions.newToken(connection, 'program'),
    newStarter: (connection) => sessions.newToken(connection, 'starter'),
    startUrl: context.startUrl,
    close: async () => {
      idle.stop();
      await servers.close(GRACE_MS);
      await app.close();
    },
  };
}

function refuse(response: ServerResponse, code: GatewayErrorCode): void {
  const problem = problemOf(code);
  // What was sent is not read any more, so the connection cannot go on.
  response.writeHead(problem.status, { 'content-type': PROBLEM_MEDIA_TYPE, connection: 'close' });
  response.end(JSON.stringify(problem));
}

/** What is no HTTP gets one short answer, without its own words in it. */
function refuseUnreadable(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
}

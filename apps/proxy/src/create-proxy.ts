import type { Server } from 'node:http';
import { NestLogger, type Logger } from '@dq0/node/logging';
import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { AppModule } from './app.module.ts';
import { Clock, type ProxyConfig } from './config/index.ts';
import { ProxyDatabase } from './database/index.ts';
import { PUSH_BODY_BYTES, RequestGuard } from './limits/index.ts';
import { Arrivals, SocketServer } from './mailbox/index.ts';
import { answerRaw, ProxyError, toProxyError } from './problems/index.ts';
import { Nonces } from './proofs/index.ts';

export interface RunningProxy {
  /** Listens; port 0 takes any free one. Returns the port. */
  listen(port: number, host: string): Promise<number>;
  /** Ends waits and sockets, lets requests in progress finish, commits and closes. Bounded by `milliseconds`. */
  stop(milliseconds?: number): Promise<void>;
  /** Settles when the store has failed and the proxy should stop. */
  readonly broken: Promise<unknown>;
  readonly app: NestFastifyApplication;
}

export interface ProxyParts {
  readonly config: ProxyConfig;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** Puts the proxy together. Opens the database, so a stale schema fails here. */
export async function createProxy({ config, logger, clock = new Clock() }: ProxyParts): Promise<RunningProxy> {
  const adapter = createAdapter(config, () => nonces.issue());
  const options: Pick<NestApplicationOptions, 'logger' | 'abortOnError'> = {
    logger: new NestLogger(logger),
    abortOnError: false,
  };
  const root = AppModule.of(config, clock, logger);
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, options);
  const nonces = app.get(Nonces);
  app.get(RequestGuard).install(adapter.getInstance<FastifyInstance>());
  const server = app.getHttpServer();
  server.maxConnections = config.connections;
  app.get(SocketServer).attach(server);
  return {
    app,
    broken: app.get(ProxyDatabase).broken,
    listen: async (port, host) => {
      await app.listen(port, host);
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : port;
    },
    stop: (milliseconds = 3000) => stop(app, server, milliseconds),
  };
}

/** Time limits in milliseconds: slow senders lose their connection before they can hold many. */
function createAdapter(config: ProxyConfig, nonce: () => string): FastifyAdapter {
  return new FastifyAdapter({
    logger: false,
    bodyLimit: PUSH_BODY_BYTES,
    routerOptions: { maxParamLength: 128 },
    trustProxy: config.behindProxy ? (_address: string, hop: number) => hop === 0 : false,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    http: {
      maxHeaderSize: 16_384,
      headersTimeout: 10_000,
      connectionsCheckingInterval: 5000,
      // Any other protocol that is offered (h2c) is passed over, and the request answered as it is.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    frameworkErrors: (error: unknown, _request: unknown, reply: FastifyReply) => {
      const refusal = toProxyError(error);
      void reply.status(refusal.status).header('dq0-nonce', nonce()).type('application/json').send(refusal.problem);
    },
    clientErrorHandler: (_error, socket) => answerRaw(socket, new ProxyError('METHOD_UNKNOWN'), nonce()),
  });
}

async function stop(app: NestFastifyApplication, server: Server, milliseconds: number): Promise<void> {
  app.get(Arrivals).close();
  app.get(SocketServer).close();
  const cutOff = setTimeout(() => server.closeAllConnections(), milliseconds / 2);
  const tooLate = new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
  await Promise.race([app.close(), tooLate]);
  clearTimeout(cutOff);
  app.get(ProxyDatabase).close();
}

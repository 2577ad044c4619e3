import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { NestLogger, type Logger } from '@dq0/node/logging';
import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.ts';
import type { ServiceConfig } from './config/index.ts';
import { Sandbox } from './executors/index.ts';

const bodyLimit = 8 * 2 ** 20;

export class SocketTakenError extends Error {
  override readonly name = 'SocketTakenError';
}

export interface RunningService {
  readonly app: NestFastifyApplication;
  readonly sandbox: 'bubblewrap' | 'none';
  /** Ends waits and children and closes the spool; jobs go on under their supervisors. */
  stop(): Promise<void>;
}

/** Puts the service together and listens on its socket, and on nothing else. */
export async function createService(config: ServiceConfig, logger: Logger): Promise<RunningService> {
  mkdirSync(config.home, { recursive: true, mode: 0o700 });
  const adapter = new FastifyAdapter({ logger: false, bodyLimit, forceCloseConnections: true });
  const options: Pick<NestApplicationOptions, 'logger' | 'abortOnError'> = {
    logger: new NestLogger(logger),
    abortOnError: false,
  };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(config, logger), adapter, options);
  try {
    const folder = path.dirname(config.socket);
    mkdirSync(folder, { recursive: true, mode: 0o750 });
    chmodSync(folder, 0o750);
    await clearSocket(config.socket);
    await app.listen(config.socket);
    chmodSync(config.socket, 0o660);
  } catch (error) {
    await app.close();
    throw error;
  }
  return { app, sandbox: app.get(Sandbox).kind, stop: () => app.close() };
}

/** Removes the socket of a service that was killed; one that answers stays. */
async function clearSocket(socket: string): Promise<void> {
  if (!existsSync(socket)) return;
  const answers = await new Promise<boolean>((resolve) => {
    const probe = connect(socket, () => resolve(true)).once('error', () => resolve(false));
    probe.once('connect', () => probe.destroy());
  });
  if (answers) throw new SocketTakenError('Another process listens on the socket. Stop it, or set DQ0_SERVICE_SOCKET.');
  rmSync(socket);
}

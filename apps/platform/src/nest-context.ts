import 'reflect-metadata';
import { NestLogger } from '@dq0/node/logging';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestApplicationContextOptions } from '@nestjs/common/interfaces/nest-application-context-options.interface.js';
import { NestFactory } from '@nestjs/core';
import type { PlatformLog } from './log/platform-log.ts';

/** The services of a module without any server. What goes wrong at the start is thrown, for the caller to explain. */
export function nestContext(module: DynamicModule, log: PlatformLog): Promise<INestApplicationContext> {
  const options = new NestApplicationContextOptions();
  options.logger = new NestLogger(log);
  options.abortOnError = false;
  return NestFactory.createApplicationContext(module, options);
}

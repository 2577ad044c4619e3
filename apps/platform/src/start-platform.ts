import type { INestApplicationContext } from '@nestjs/common';
import { AppModule, type PlatformExtent } from './app.module.ts';
import type { PlatformPorts } from './config/platform-ports.ts';
import { nestContext } from './nest-context.ts';
import { PullLoop } from './pull-loop/pull-loop.service.ts';

export interface RunningPlatform {
  readonly context: INestApplicationContext;
  readonly proxies: { readonly configured: number; readonly reachable: number };
  readonly stop: () => Promise<void>;
}

/** Starts the platform: an application context without a server, which polls. Resolves when each proxy answered or failed. */
export async function startPlatform(ports: PlatformPorts, extent?: PlatformExtent): Promise<RunningPlatform> {
  const context = await nestContext(AppModule.of(ports, extent), ports.log);
  const stop = (): Promise<void> => context.close();
  try {
    return { context, proxies: await context.get(PullLoop).start(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

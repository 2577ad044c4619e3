import type { INestApplicationContext } from '@nestjs/common';
import type { PlatformPorts } from '../config/platform-ports.ts';
import { nestContext } from '../nest-context.ts';
import { AdminModule } from './admin.module.ts';

/** What a command found or did: `json` for scripts, `lines` for people. */
export interface CommandResult {
  readonly json: unknown;
  readonly lines: readonly string[];
  readonly exit: number;
}

/** Words that cannot be understood; the text says what would be. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs `work` with the platform's services and closes them. */
export async function withPlatform<T>(
  ports: PlatformPorts,
  work: (context: INestApplicationContext) => T | Promise<T>,
): Promise<T> {
  const context = await nestContext(AdminModule.of(ports), ports.log);
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

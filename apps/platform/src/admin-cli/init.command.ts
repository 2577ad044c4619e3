import { mkdirSync } from 'node:fs';
import { fingerprintGroups } from '@dq0/encryption';
import { Email } from '@dq0/protocol';
import type { INestApplicationContext } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.ts';
import { isOrigin } from '../config/platform-config.ts';
import type { PlatformPorts } from '../config/platform-ports.ts';
import { migrateDatabase } from '../database/open-database.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { KeyRegister } from '../keys/key-register.ts';
import { makeKeys } from '../keys/make-keys.ts';
import { PlatformKeys } from '../keys/platform-keys.ts';
import { EnrolmentService } from '../users/enrolment.service.ts';
import { UsageError, withPlatform, type CommandResult } from './command.ts';

export interface InitOptions {
  readonly admin: string | undefined;
  readonly proxies: readonly string[];
}

/**
 * Makes state folder, database and keys where they are missing, and invites the first administrator. May be run
 * again: keys stay, the invitation before ends.
 */
export async function init(ports: PlatformPorts, options: InitOptions): Promise<CommandResult> {
  const email = Email.safeParse(options.admin ?? '');
  if (!email.success) throw new UsageError('Name the first administrator: dq0-platform init --admin EMAIL');
  const proxies = options.proxies.length > 0 ? options.proxies : ports.config.proxies;
  const odd = proxies.filter((origin) => !isOrigin(origin));
  if (odd.length > 0)
    throw new UsageError('A proxy is an origin without a path, as in --proxy https://proxy.example.org');
  if (proxies.length === 0) {
    throw new UsageError('Name a proxy: --proxy https://proxy.example.org, or DQ0_PLATFORM_PROXIES');
  }
  mkdirSync(ports.config.home, { recursive: true, mode: 0o700 });
  await migrateDatabase(ports.config.databasePath);
  await makeKeys(ports.keyStore);
  return withPlatform(ports, (context) => invite(context, email.data, proxies));
}

async function invite(
  context: INestApplicationContext,
  email: string,
  proxies: readonly string[],
): Promise<CommandResult> {
  const { identity } = context.get(PlatformKeys);
  context.get(UnitOfWork).write((writing) => {
    const keysMade = context.get(KeyRegister).record(writing).length;
    context.get(AuditService).append(writing, {
      actor: 'dq0-platform',
      action: 'platform:init',
      object: email,
      outcome: 'done',
      facts: { keysMade },
    });
  });
  const enrolmentCode = await context.get(EnrolmentService, { strict: false }).invite(email);
  const { thumbprint } = identity;
  const fingerprint = fingerprintGroups(thumbprint);
  const connection = `${proxies.join(',')}#${thumbprint}`;
  return {
    json: { fingerprint, connection, enrolmentCode, thumbprint },
    lines: [
      'The platform is ready. Its fingerprint, to be compared by people:',
      '',
      `  ${fingerprint}`,
      '',
      `Thumbprint, for the proxy's DQ0_PROXY_PLATFORM:  ${thumbprint}`,
      `Connection string, for everybody:                ${connection}`,
      '',
      `${email} becomes the first administrator within 24 hours, with a code that is shown only here:`,
      '',
      `  ${enrolmentCode}`,
    ],
    exit: 0,
  };
}

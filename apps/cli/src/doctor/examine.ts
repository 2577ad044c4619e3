import { contactPlatform } from '@dq0/client';
import { CodedError, whoAmI } from '@dq0/protocol';
import { toFailure } from '../errors/failure.ts';
import { readDeviceKeys } from '../session/device-keys.ts';
import { nodeTransport } from '../session/node-transport.ts';
import { ProfileConnection } from '../session/profile-connection.ts';
import type { Profile } from '../session/profile.ts';
import type { Console } from '../terminal/console.ts';

export interface Finding {
  readonly name: string;
  /** 0 when all is well, else the exit code that a command would end with for this reason. */
  readonly exit: number;
  readonly message: string;
  readonly remedy: string | null;
}

const PRIVATE_FILES = ['identity.key', 'reply.key', 'login.json', 'platform.json', 'account.json', 'last-answer.json'];

/** Looks at everything that a command needs, nearest first; what rests on something missing is not tried. */
export async function* examine(profile: Profile, console: Console, timeoutMs: number): AsyncGenerator<Finding> {
  yield well('program', `Node ${process.versions.node}, profile "${profile.name}" in ${profile.files.folder}`);
  yield fileModes(profile);
  const pin = yield* attempt('platform', () => {
    const found = profile.requirePin();
    return [found, `pinned; newest bundle ${found.bundleNumber ?? 'not seen'}; proxies: ${found.proxies.join(', ')}`];
  });
  if (!pin) return;
  let reachable = false;
  for (const origin of pin.proxies) {
    const contact = yield* attempt(`proxy ${origin}`, async () => {
      const found = await contactPlatform(
        { proxies: [origin], thumbprint: pin.thumbprint },
        nodeTransport,
        () => new Date(),
      );
      const stale = (found.pin.bundleNumber ?? 0) < (pin.bundleNumber ?? 0);
      if (stale) throw new CodedError('BUNDLE_STALE');
      return [found, `reachable, bundle ${found.pin.bundleNumber ?? ''} signed by the pinned platform`];
    });
    reachable ||= contact !== undefined;
  }
  const keys = yield* attempt('device key', async () => [await readDeviceKeys(profile), 'present']);
  if (!reachable || !keys) return;
  yield* attempt('login', async () => {
    const began = Date.now();
    const { email, roles } = await new ProfileConnection(profile, console).call(whoAmI, {}, { timeoutMs });
    return [email, `${email} (${roles.join(', ')}), the platform answered in ${Date.now() - began} ms`];
  });
}

function fileModes(profile: Profile): Finding {
  const open = PRIVATE_FILES.filter((name) => ((profile.files.mode(name) ?? 0o600) & 0o077) !== 0);
  if (open.length === 0) return well('private files', 'readable by you alone');
  return {
    name: 'private files',
    exit: 1,
    message: `other users of this computer may read ${open.join(', ')}`,
    remedy: `chmod 600 ${open.map((name) => `${profile.files.folder}/${name}`).join(' ')}`,
  };
}

/** Yields what came out of one look, and returns what it found for the next. */
async function* attempt<T>(
  name: string,
  look: () => [T, string] | Promise<[T, string]>,
): AsyncGenerator<Finding, T | undefined> {
  try {
    const [found, message] = await look();
    yield well(name, message);
    return found;
  } catch (error) {
    const { exit, message, remedy } = toFailure(error);
    yield { name, exit, message, remedy };
    return undefined;
  }
}

const well = (name: string, message: string): Finding => ({ name, exit: 0, message, remedy: null });

import path from 'node:path';
import { listProfiles } from '../session/choose-profile.ts';
import { Profile } from '../session/profile.ts';
import type { WantedPort } from './server/loopback-servers.ts';
import { USUAL_PORT } from './studio-build.ts';

/**
 * Browsers keep what people type by the port. So each profile has one of its own for Studi0: the first that it got, or
 * the one that was last named; the ports of other profiles are left to them.
 */
export function studioPort(root: string, profile: Profile, named: number | undefined): WantedPort {
  if (named !== undefined) return { port: named, orNext: false };
  const others = listProfiles(root)
    .filter((name) => name !== profile.name)
    .flatMap((name) => portOf(new Profile(name, path.join(root, name))) ?? []);
  return { port: USUAL_PORT, orNext: true, first: profile.studioPort, others };
}

/** A profile that cannot be read keeps nobody else from work. */
function portOf(profile: Profile): number | undefined {
  try {
    return profile.studioPort;
  } catch {
    return undefined;
  }
}

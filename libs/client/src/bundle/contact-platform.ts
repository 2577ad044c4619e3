import { CodedError } from '@dq0/protocol';
import { fingerprintGroups, readBundleIdentity, verifyBundle } from '@dq0/encryption';
import type { HttpTransport } from '../proxies/http-transport.ts';
import { ProxyFailure } from '../proxies/proxy-failure.ts';
import { ProxyLink } from '../proxies/proxy-link.ts';
import type { Connection } from './connection.ts';
import type { PlatformPin } from './platform-pin.ts';

export interface Contact {
  /** What to keep once the identity is accepted. */
  readonly pin: PlatformPin;
  /** Twelve groups of five digits, for a person to compare. */
  readonly fingerprint: string;
  /** False when nothing but the proxy's word says that this is the right platform. */
  readonly invited: boolean;
}

/**
 * First contact over the proxies of an invitation. With a thumbprint the bundle must be signed by it; without one the
 * identity inside the bundle is only claimed, and a person has to compare the fingerprint before anything is kept.
 * @throws CodedError PROXY_UNREACHABLE | PROXY_REFUSED | BUNDLE_INVALID | BUNDLE_STALE
 */
export async function contactPlatform(
  connection: Connection,
  transport: HttpTransport,
  clock: () => Date,
): Promise<Contact> {
  let failure: unknown;
  for (const origin of connection.proxies) {
    try {
      const bundle = await new ProxyLink(origin, transport).bundle();
      const thumbprint = connection.thumbprint ?? (await readBundleIdentity(bundle)).thumbprint;
      const now = clock();
      const content = await verifyBundle(bundle, thumbprint, { now });
      const proxies = [...new Set([...connection.proxies, ...content.proxies])];
      return {
        pin: { thumbprint, proxies, bundle, bundleNumber: content.number, fetchedAt: now.getTime() },
        fingerprint: fingerprintGroups(thumbprint),
        invited: connection.thumbprint !== undefined,
      };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      // A proxy that forges is worth more attention than one that is down.
      if (failure === undefined || !(error instanceof ProxyFailure)) failure = error;
    }
  }
  throw failure;
}

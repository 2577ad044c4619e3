import { CodedError } from '@dq0/protocol';
import { BundleError, verifyBundle, type BundleContent } from '@dq0/encryption';
import type { Notice } from '../notice.ts';
import { ProxyFailure } from '../proxies/proxy-failure.ts';
import type { ProxyLink } from '../proxies/proxy-link.ts';
import type { PlatformPin } from './platform-pin.ts';

/** Bundles are signed anew every hour: an older copy is fetched again before it is used. */
const FRESH_MS = 60 * 60_000;
const NEAR_EXPIRY_MS = 10 * 60_000;
/** Below this a difference of clocks is not worth a word. */
const CLOCK_NOTICE_MS = 2 * 60_000;
/** So many heads of the audit log are kept: of an hour each, those of three weeks. */
const MOST_HEADS = 500;

export interface BundleKeeperOptions {
  readonly pin: PlatformPin;
  readonly links: readonly ProxyLink[];
  /** Called with what must be kept, whenever a newer bundle was verified. */
  readonly onPin: (pin: PlatformPin) => void | Promise<void>;
  readonly onNotice: (notice: Notice) => void;
  /** This machine's clock. */
  readonly clock: () => Date;
}

/**
 * The platform's keys as its bundle announces them: signed by the pinned identity, not expired, never a lower number
 * than one seen before. A proxy that serves anything else is passed over; when no proxy serves better, that is an alarm.
 */
export class BundleKeeper {
  readonly #options: BundleKeeperOptions;
  #pin: PlatformPin;
  #content: BundleContent | undefined;

  constructor(options: BundleKeeperOptions) {
    this.#options = options;
    this.#pin = options.pin;
  }

  get pin(): PlatformPin {
    return this.#pin;
  }

  /** The kept bundle while it is fresh, else a newly fetched one. @throws CodedError BUNDLE_* | PROXY_* */
  async current(): Promise<BundleContent> {
    this.#content ??= await this.#kept();
    if (this.#content && this.#isFresh(this.#content)) return this.#content;
    return this.refresh();
  }

  /** Asks the proxies, in order, for the newest bundle. @throws CodedError BUNDLE_* | PROXY_* */
  async refresh(): Promise<BundleContent> {
    const failures: CodedError[] = [];
    for (const link of this.#options.links) {
      try {
        return await this.#accept(await link.bundle());
      } catch (error) {
        if (!(error instanceof ProxyFailure || error instanceof BundleError)) throw error;
        failures.push(error);
        if (this.#options.links.length > 1) this.#notice(link, error);
      }
    }
    throw (
      failures.find((error) => error instanceof BundleError) ??
      failures[0] ??
      new CodedError('PROXY_UNREACHABLE', {
        message: 'No proxy is known.',
        remedy: 'Add one: dq0 proxy add CONNECTION',
      })
    );
  }

  /**
   * Now as the platform sees it, as far as its signed bundle tells: never before the bundle was signed.
   * A clock that is ahead shows as an expired bundle instead.
   */
  now(): Date {
    const local = this.#options.clock().getTime();
    const issued = this.#content?.issuedAt.getTime() ?? 0;
    const behind = Math.max(0, issued - (this.#pin.fetchedAt ?? local));
    return new Date(local + behind);
  }

  async #kept(): Promise<BundleContent | undefined> {
    if (this.#pin.bundle === undefined) return undefined;
    const verified = verifyBundle(this.#pin.bundle, this.#pin.thumbprint, { now: this.#options.clock() });
    return verified.catch(() => undefined);
  }

  async #accept(bundle: string): Promise<BundleContent> {
    const now = this.#options.clock();
    const lastNumber = this.#pin.bundleNumber;
    const content = await verifyBundle(bundle, this.#pin.thumbprint, {
      now,
      ...(lastNumber === undefined ? {} : { lastNumber }),
    });
    this.#content = content;
    const auditHeads = headsWith(this.#pin.auditHeads, content.auditHead);
    this.#pin = { ...this.#pin, bundle, bundleNumber: content.number, auditHeads, fetchedAt: now.getTime() };
    await this.#options.onPin(this.#pin);
    const behind = content.issuedAt.getTime() - now.getTime();
    if (behind > CLOCK_NOTICE_MS) {
      const minutes = Math.round(behind / 60_000);
      const message = `The clock of this computer is at least ${minutes} minutes behind the platform's; its time is used.`;
      this.#options.onNotice({ code: 'CLOCK_BEHIND', message });
    }
    return content;
  }

  #isFresh(content: BundleContent): boolean {
    const now = this.#options.clock().getTime();
    const age = now - (this.#pin.fetchedAt ?? 0);
    return age >= 0 && age < FRESH_MS && content.expiresAt.getTime() - now > NEAR_EXPIRY_MS;
  }

  #notice(link: ProxyLink, error: CodedError): void {
    const code = error.code as Notice['code'];
    this.#options.onNotice({ code, message: `${link.origin}: ${error.message} Trying the next proxy.` });
  }
}

function headsWith(heads: readonly string[] = [], newest: string | null): readonly string[] {
  return newest === null ? heads : [...heads.filter((head) => head !== newest), newest].slice(-MOST_HEADS);
}

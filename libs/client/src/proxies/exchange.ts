import { CodedError } from '@dq0/protocol';
import type { Notice } from '../notice.ts';
import { ProxyFailure } from './proxy-failure.ts';
import type { Prove, ProxyLink } from './proxy-link.ts';

/** Longest that one request waits at a proxy: once there was silence and there is no other, and else. */
const WAIT_MS = 20_000;
const FIRST_WAIT_MS = 5_000;
/** Pauses after every proxy has failed in turn. */
const PAUSES_MS = [100, 300, 1000, 2000];
/** Rounds over proxies that cannot be reached, before nothing was handed over. */
const ROUNDS = 3;

export interface Letter<T> {
  readonly id: string;
  /** Body of `POST /v1/messages`: every attempt, at every proxy, sends these same bytes. */
  readonly message: string;
  readonly prove: Prove;
  /** Opens a sealed reply; throws CodedError REPLY_INVALID when it is not the platform's reply to this request. */
  readonly open: (envelope: string) => Promise<T>;
  /** Asked once, at the first silence: whether the platform can no longer open what was sealed. */
  readonly isLost: () => Promise<boolean>;
}

/** The platform can never have acted on this letter, nor will it: the same may be asked in a new one. */
export class LetterLost extends Error {
  override readonly name = 'LetterLost';
}

export interface ExchangeOptions {
  readonly timeoutMs: number;
  readonly onNotice: (notice: Notice) => void;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * Hands a sealed request to a proxy and waits for its reply, turning to the next proxy when one fails, refuses, stays
 * silent or forges. The platform acts once whatever happens here: it knows the request by sender and id.
 * @throws LetterLost; CodedError REPLY_INVALID | TIMED_OUT | PROXY_UNREACHABLE | PROXY_REFUSED
 */
export async function exchange<T>(
  links: readonly ProxyLink[],
  letter: Letter<T>,
  options: ExchangeOptions,
): Promise<T> {
  const { clock, onNotice } = options;
  const deadline = clock() + options.timeoutMs;
  const taken = new Set<ProxyLink>();
  const given = new Map<ProxyLink, CodedError>();
  let failures = 0;
  let silent = false;
  let refusal: ProxyFailure | undefined;
  for (let turn = 0; ; turn++) {
    const usable = links.filter((link) => !given.has(link));
    const link = usable[turn % usable.length];
    if (!link) throw worst([...given.values()]);
    const left = deadline - clock();
    if (left <= 0) throw timedOut(options.timeoutMs, taken.size > 0, refusal);
    try {
      if (!taken.has(link)) await link.post(letter.message, left);
      taken.add(link);
      const wait = Math.min(left, usable.length > 1 || !silent ? FIRST_WAIT_MS : WAIT_MS);
      const began = clock();
      const envelope = await link.reply(letter.id, wait, Math.max(0, deadline - clock()), letter.prove);
      if (envelope !== undefined) return await letter.open(envelope);
      failures = 0;
      if (!silent && (await letter.isLost())) throw new LetterLost();
      silent = true;
      if (usable.length > 1) {
        onNotice({ code: 'PROXY_SILENT', message: `${link.origin} has no reply yet. Asking the next proxy too.` });
      }
      // A proxy that says "none yet" at once, instead of holding the request, must not be asked in a tight loop.
      if (clock() - began < Math.min(wait, 200)) await options.pause(200);
    } catch (error) {
      if (!(error instanceof ProxyFailure) && !isForgery(error)) throw error;
      if (error instanceof ProxyFailure) refusal = error;
      if (error instanceof ProxyFailure && error.passing) failures++;
      else given.set(link, error);
      if (taken.size === 0 && failures >= ROUNDS * usable.length) throw error;
      if (links.length > 1) onNotice(noticed(link, error));
      const pause = Math.max(pauseAfter(failures, usable.length), error instanceof ProxyFailure ? error.waitMs : 0);
      await options.pause(Math.min(pause, Math.max(0, deadline - clock())));
    }
  }
}

function isForgery(error: unknown): error is CodedError {
  return error instanceof CodedError && error.code === 'REPLY_INVALID';
}

function pauseAfter(failures: number, proxies: number): number {
  if (failures === 0 || failures % proxies !== 0) return 0;
  return PAUSES_MS[Math.min(failures / proxies, PAUSES_MS.length) - 1] ?? 0;
}

/** An alarm outranks a refusal. */
function worst(errors: readonly CodedError[]): CodedError {
  return (
    errors.find(isForgery) ??
    errors[0] ??
    new CodedError('PROXY_UNREACHABLE', { message: 'No proxy is known.', remedy: 'Add one: dq0 proxy add CONNECTION' })
  );
}

function noticed(link: ProxyLink, error: CodedError): Notice {
  return { code: error.code as Notice['code'], message: `${link.origin}: ${error.message}` };
}

/** @param refusal the last one, where no proxy took the message */
function timedOut(timeoutMs: number, taken: boolean, refusal: ProxyFailure | undefined): CodedError {
  const seconds = Math.round(timeoutMs / 1000);
  const what = taken
    ? `The proxy took the message, but no reply came within ${seconds} s: the platform may be away, or the proxy may be holding messages back.`
    : `No proxy took the message within ${seconds} s.${refusal === undefined ? '' : ` ${refusal.message}`}`;
  return new CodedError('TIMED_OUT', {
    message: what,
    ...(taken || refusal === undefined ? {} : { remedy: refusal.remedy }),
  });
}

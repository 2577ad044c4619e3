import type { IncomingHttpHeaders } from 'node:http';
import type { GatewayErrorCode } from '@dq0/protocol';

const NAMES = ['localhost', '127.0.0.1', '[::1]'];
/** What changes nothing, whoever asks for it. */
const SAFE: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD']);

export interface Asking {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as they came. */
  readonly rawHeaders?: readonly string[] | undefined;
}

/**
 * Whether a request or an upgrade was meant for this gateway and begun by its own pages or by a program. `Host` must be
 * one of its loopback addresses (a name that somebody pointed here is not); `Origin` must be that same address; and what
 * a browser says of who began it must be this gateway or the person. Ports of one host are one site to browsers, so
 * `same-site` counts as foreign.
 * @returns why it is refused
 */
export function refusalOf(
  { method, url, headers, rawHeaders = [] }: Asking,
  port: number,
): GatewayErrorCode | undefined {
  const host = headers.host?.toLowerCase();
  if (host === undefined || !NAMES.some((name) => host === `${name}:${port}`)) return 'HOST_REFUSED';
  // Of several only the first would be looked at here, and another perhaps by what stands in between.
  if (rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === 'host').length > 1) return 'HOST_REFUSED';
  if (!url?.startsWith('/')) return 'HOST_REFUSED';
  const { origin } = headers;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host}`) return 'ORIGIN_REFUSED';
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined;
  return isLink(method, url, headers) ? undefined : 'ORIGIN_REFUSED';
}

/** A link that a person follows from elsewhere to a page: it shows no data, for the strict cookie does not go with it. */
function isLink(method: string | undefined, url: string, headers: IncomingHttpHeaders): boolean {
  const navigates = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return SAFE.has(method) && navigates && !url.startsWith('/v1/');
}

/** A browser session may change something only for a page of this gateway: said by `Origin` or by the browser itself. */
export function isOwnPage({ method, headers }: Asking): boolean {
  return SAFE.has(method) || headers.origin !== undefined || headers['sec-fetch-site'] === 'same-origin';
}

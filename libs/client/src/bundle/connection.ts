import { CodedError, Thumbprint } from '@dq0/protocol';

/** An invitation: where the platform can be reached, and its identity when the string carries one. */
export interface Connection {
  readonly proxies: readonly string[];
  readonly thumbprint: string | undefined;
}

const EXAMPLE = 'https://proxy.example.org#NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs';

/**
 * Reads `ORIGIN[,ORIGIN]#THUMBPRINT`; the thumbprint may be missing.
 * @throws CodedError INPUT_INVALID
 */
export function parseConnection(text: string): Connection {
  const [addresses = '', thumbprint, ...rest] = text.trim().split('#');
  if (rest.length > 0) throw invalid('it holds more than one #');
  if (thumbprint !== undefined && !Thumbprint.safeParse(thumbprint).success) {
    throw invalid('after # it needs the 43 characters of a thumbprint');
  }
  const proxies = [...new Set(addresses.split(',').map((address) => originOf(address.trim())))];
  return { proxies, thumbprint };
}

export function formatConnection(proxies: readonly string[], thumbprint: string): string {
  return `${proxies.join(',')}#${thumbprint}`;
}

function originOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const plain = url && (url.pathname === '/' || url.pathname === '') && !url.search && !url.username && !url.password;
  if (!plain || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw invalid('each proxy is an origin such as https://proxy.example.org, without a path');
  }
  return url.origin;
}

function invalid(reason: string): CodedError {
  return new CodedError('INPUT_INVALID', {
    message: `The connection string is not valid: ${reason}.`,
    remedy: `Copy the whole string from the invitation; it looks like ${EXAMPLE}`,
  });
}

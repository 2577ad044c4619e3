/** How the platform dials out: the one port through which it speaks to proxies. */
export abstract class ProxyFetch {
  abstract fetch(url: string, request: RequestInit): Promise<Response>;
}

export class HttpProxyFetch extends ProxyFetch {
  override fetch(url: string, request: RequestInit): Promise<Response> {
    return fetch(url, request);
  }
}

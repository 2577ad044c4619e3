import { Injectable, signal } from '@angular/core';
import { noConnection, Problem, problemOf } from './problem.ts';
import { requestOf, type Route } from './route.ts';

/** Every operation of the product by one call. Keys and tokens stay with the gateway; the browser holds a cookie. */
@Injectable({ providedIn: 'root' })
export class Api {
  /** The gateway refused the session: someone logged out, or it ended. */
  readonly refused = signal(false);
  /** The last request found no connection. */
  readonly offline = signal(false);

  async call<I extends object, O>(route: Route<I, O>, input: I, abort?: AbortSignal): Promise<O> {
    const { url, body } = requestOf(route as Route, input as Record<string, unknown>);
    return (await this.send(route.method, url, body, abort)) as O;
  }

  async send(method: string, url: string, body?: string, abort?: AbortSignal): Promise<unknown> {
    const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await fetch(url, {
        method,
        headers,
        credentials: 'same-origin',
        ...(body === undefined ? {} : { body }),
        ...(abort === undefined ? {} : { signal: abort }),
      });
    } catch (failure) {
      if (abort?.aborted === true) throw failure;
      this.offline.set(true);
      throw noConnection(navigator.onLine);
    }
    this.offline.set(false);
    const told: unknown = response.status === 204 ? null : await response.json().catch(() => null);
    if (response.ok) return told;
    const problem = problemOf(response.status, told);
    if (problem.code === 'AUTH_REFUSED') this.refused.set(true);
    throw problem;
  }
}

export { Problem };

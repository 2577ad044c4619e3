import { Injectable, signal } from '@angular/core';
import type { PasskeyAssertion } from '@dq0/protocol';
import { encodeText } from './base64url.ts';
import { noConnection, problemOf } from './problem.ts';
import { requestOf, type Route } from './route.ts';

const PROBLEM = 'application/problem+json';
/** An answer that comes at once is taken with the first request; a slower one is followed. */
const WAIT_A_LITTLE = 'wait=1';

interface Sent {
  readonly body?: string | undefined;
  readonly abort?: AbortSignal | undefined;
  readonly prefer?: string;
  /** Of requests with one key only the first has an effect. */
  readonly key?: string;
  /** Confirms a decision. */
  readonly stepUp?: PasskeyAssertion | undefined;
}

/** Every operation of the product by one call. Keys and tokens stay with the gateway; the browser holds a cookie. */
@Injectable({ providedIn: 'root' })
export class Api {
  /** Who does not know the session any more: the platform (log in again), or the gateway (open Studi0 again). */
  readonly refused = signal<'platform' | 'gateway' | undefined>(undefined);
  /** The last request found no connection. */
  readonly offline = signal(false);

  async call<I extends object, O>(
    route: Route<I, O>,
    input: I,
    abort?: AbortSignal,
    stepUp?: PasskeyAssertion,
  ): Promise<O> {
    const { url, body } = requestOf(route, input as Record<string, unknown>);
    return (await this.send(route.method, url, { body, abort, prefer: WAIT_A_LITTLE, stepUp })) as O;
  }

  /** A change that has its effect once, however often it is sent with this key. */
  async once<I extends object, O>(route: Route<I, O>, input: I, key: string): Promise<O> {
    const { url, body } = requestOf(route, input as Record<string, unknown>);
    return (await this.send(route.method, url, { body, prefer: WAIT_A_LITTLE, key })) as O;
  }

  /** A request of the gateway's own routes. @throws Problem */
  async send(method: string, url: string, { body, abort, prefer, key, stepUp }: Sent = {}): Promise<unknown> {
    const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (prefer !== undefined) headers['prefer'] = prefer;
    if (key !== undefined) headers['idempotency-key'] = key;
    if (stepUp !== undefined) headers['dq0-step-up'] = encodeText(JSON.stringify(stepUp));
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
    // A refused question has a status of its own, and is an answer all the same.
    const failed = !response.ok && (response.headers.get('content-type') ?? PROBLEM).startsWith(PROBLEM);
    if (!failed && told !== null) return told;
    if (response.status === 204) return null;
    const problem = problemOf(response.status, told);
    if (problem.code === 'AUTH_REFUSED') this.refused.set('platform');
    if (problem.code === 'TOKEN_REFUSED') this.refused.set('gateway');
    throw problem;
  }
}

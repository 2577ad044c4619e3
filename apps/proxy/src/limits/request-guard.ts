import { NONCE_HEADER } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProxyError } from '../problems/index.ts';
import { Nonces } from '../proofs/index.ts';
import { addressKey } from './address-key.ts';
import { MESSAGE_BODY_BYTES, PUSH_BODY_BYTES } from './body-sizes.ts';
import { Limits } from './limits.ts';

/** What applies to every HTTP request before anything looks at it, and to every answer. */
@Injectable()
export class RequestGuard {
  readonly #limits: Limits;
  readonly #nonces: Nonces;

  constructor(limits: Limits, nonces: Nonces) {
    this.#limits = limits;
    this.#nonces = nonces;
  }

  install(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      try {
        this.#admit(request, (release) => reply.raw.once('close', release));
        done();
      } catch (error) {
        done(error as Error);
      }
    });
    server.addHook('onSend', (_request, reply, payload, done) => {
      reply.header(NONCE_HEADER, this.#nonces.issue());
      reply.header('cache-control', 'no-store');
      reply.header('x-content-type-options', 'nosniff');
      done(null, payload);
    });
  }

  #admit(request: FastifyRequest, whenDone: (release: () => void) => void): void {
    this.#limits.countAddress(request.ip);
    const bytes = declaredBytes(request);
    if (bytes === 0) return;
    const address = addressKey(request.ip);
    if (!this.#limits.memory.take(address, bytes)) throw new ProxyError('BUSY', { retryAfter: 1 });
    whenDone(() => this.#limits.memory.give(address, bytes));
  }
}

/** A body without a declared length may grow to the limit, so it counts as that much. */
function declaredBytes(request: FastifyRequest): number {
  const limit = request.routeOptions.url === '/v1/platform/push' ? PUSH_BODY_BYTES : MESSAGE_BODY_BYTES;
  const length = request.headers['content-length'];
  if (length === undefined) return request.headers['transfer-encoding'] === undefined ? 0 : PUSH_BODY_BYTES;
  if (Number(length) > limit) throw new ProxyError('BODY_TOO_LARGE');
  return Number(length);
}

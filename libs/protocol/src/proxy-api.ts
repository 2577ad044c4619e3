import { z } from 'zod';
import { PublicJwk } from './message.ts';
import { Thumbprint } from './vocabulary.ts';

/** Largest sealed message a proxy takes, bytes of the compact form (larger bodies go in chunks, later). */
export const MAX_ENVELOPE_BYTES = 1_500_000;
/** Header that carries the proxy's next single-use nonce (60 s) on every answer. */
export const NONCE_HEADER = 'dq0-nonce';

/** `POST /v1/messages`: 202 {id} once durable; 409 for the same id with other bytes. */
export const PostMessage = z.strictObject({ envelope: z.string().max(MAX_ENVELOPE_BYTES), key: PublicJwk });
export const PostMessageAnswer = z.strictObject({ id: z.string() });

/** `GET /v1/platform`: the newest signed bundle (compact JWS). 404 while no platform has pushed one. */
export const PlatformAnswer = z.strictObject({ bundle: z.string() });

/** `GET /v1/messages/{id}/reply?wait=SECONDS` with `authorization: DQ0 <proof typ dq0-subscribe>`: 200, or 204 when none yet. */
export const ReplyAnswer = z.strictObject({ id: z.string(), envelope: z.string() });

/** `POST /v1/platform/pull`: {proof typ dq0-pull, limit, waitSeconds}. The proof's cursor acknowledges all before it. */
export const PullRequest = z.strictObject({
  proof: z.string().max(8192),
  limit: z.int().min(1).max(500).default(100),
  waitSeconds: z.int().min(0).max(30).default(20),
});
export const PullAnswer = z.strictObject({
  cursor: z.int().nonnegative(),
  messages: z.array(z.strictObject({ cursor: z.int().positive(), envelope: z.string() })),
});

/**
 * `POST /v1/platform/push`: replies and the newest bundle; idempotent by (recipient, id), the first bytes stay. Body at
 * most 8 MiB. `stored` counts what is held now, duplicates included; `refused` names the rest, which need no new try.
 */
export const PushRequest = z.strictObject({
  proof: z.string().max(8192),
  replies: z
    .array(
      z.strictObject({ recipient: Thumbprint, id: z.string().max(64), envelope: z.string().max(MAX_ENVELOPE_BYTES) }),
    )
    .max(500),
  bundle: z.string().max(65_536).optional(),
});
export const PushAnswer = z.strictObject({
  stored: z.int().nonnegative(),
  refused: z
    .array(
      z.strictObject({ recipient: Thumbprint, id: z.string(), reason: z.enum(['invalid', 'expired', 'conflict']) }),
    )
    .optional(),
});

/** Every refusal of the proxy. */
export const ProxyProblem = z.strictObject({ code: z.string(), message: z.string(), remedy: z.string() });

/** `WS /v1/socket?proof=...`: the client posts {type:'message', ...PostMessage}, the proxy pushes replies. */
export const SocketFromClient = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('message'), ...PostMessage.shape }),
]);
export const SocketFromProxy = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('accepted'), id: z.string() }),
  z.strictObject({ type: z.literal('refused'), id: z.string().nullable(), problem: ProxyProblem }),
  z.strictObject({ type: z.literal('reply'), cursor: z.int().positive(), id: z.string(), envelope: z.string() }),
]);

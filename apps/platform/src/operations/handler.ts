import type { Authentication } from '@dq0/permissions';
import { SetMetadata } from '@nestjs/common';
import type { AnyOperation, Input, Output, PublicJwk, Role } from '@dq0/protocol';
import { CodedError } from '@dq0/protocol';

export const HANDLES = 'dq0:handles';

/** Marks the one handler of an operation; the router's census finds it. */
export const Handles = (operation: AnyOperation): ClassDecorator => SetMetadata(HANDLES, operation);

export interface CallingUser {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly Role[];
  /** Groups beside the roles. */
  readonly groups: readonly string[];
  /** A machine identity of this user asks. */
  readonly machine?: boolean;
  /** By what the session began; `step-up` where a passkey signed this very request. */
  readonly authentication?: Authentication;
  /** The user has registered a passkey. */
  readonly passkey?: boolean;
}

/** Facts a handler adds to its audit row: names, numbers, states; never secrets, values or query text. */
export type AuditFacts = Record<string, string | number | boolean | null>;

/** Who asks, as the router verified it. */
export interface Caller {
  /** Thumbprint of the device key that signed the request. */
  readonly device: string;
  readonly deviceKey: PublicJwk;
  /** null for operations with `access: anyone`. */
  readonly user: CallingUser | null;
  readonly messageId: string;
  readonly auditId: string;
  /** The handler may fill these in; `object` names what was acted on. */
  readonly audit: { object: string | null; facts: AuditFacts };
}

export interface KnownCaller extends Caller {
  readonly user: CallingUser;
}

/**
 * Answers one operation. `prepare` may wait (a plan, a password hash, a long poll) and must change nothing; `handle` is
 * synchronous, runs inside the transaction that also holds inbox, audit row and reply, and throws CodedError to refuse.
 */
export interface Handler<T extends AnyOperation, Prepared = undefined> {
  prepare?(input: Input<T>, caller: Caller): Promise<Prepared>;
  handle(input: Input<T>, caller: Caller, prepared: Prepared): Output<T>;
}

/**
 * Answers an operation with `secretReply`: the answer is made and sealed first, so that the secret is never stored
 * plain; `commit` is then the effect, in the transaction that also holds inbox, audit row and the sealed reply.
 */
export interface SecretHandler<T extends AnyOperation, Prepared> {
  prepare(input: Input<T>, caller: Caller): Promise<Prepared>;
  answer(prepared: Prepared): Output<T>;
  commit(caller: Caller, prepared: Prepared): void;
}

/** Narrows to a caller with a user; the router has already refused others where `access` is `token`. */
export function known(caller: Caller): KnownCaller {
  if (caller.user === null) throw new CodedError('AUTH_REFUSED');
  return caller as KnownCaller;
}

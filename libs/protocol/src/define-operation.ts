import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/** How strongly a caller must be known before an operation is even looked at. */
export type Access = 'anyone' | 'token' | 'person';

export interface OperationShape<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** `area.verb`, unique over the product. */
  readonly name: string;
  /** The permission that is decided, `resource:verb`. */
  readonly action: string;
  /**
   * `anyone`: registration and login, which prove themselves; `token` (default): needs a valid device token;
   * `person`: one of a device that is no machine identity.
   */
  readonly access?: Access;
  /** A reply that holds a secret is sealed before the transaction and never stored plain. */
  readonly secretReply?: boolean;
  /** Longest validity of a request, minutes (default 24 h; login and approvals 10). */
  readonly validityMinutes?: number;
  /** A decision that a fresh assertion of a passkey may confirm; whether it must is for the policies to say. */
  readonly stepUp?: boolean;
  readonly http: { readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'; readonly path: string };
  readonly input: I;
  readonly output: O;
  /** A list in pages: a full page has a next one, asked for with `cursor` set to that member of the last item. */
  readonly paging?: { readonly items: string; readonly cursor: string; readonly member: string };
  /** The coded errors a caller must expect beside the general ones. */
  readonly errors: readonly ErrorCode[];
  readonly example: { readonly input: z.input<I>; readonly output: z.input<O> };
}

/** Declares one operation. Router, gateway, client, SDK and reference all derive from this one value. */
export function defineOperation<I extends z.ZodType, O extends z.ZodType>(
  operation: OperationShape<I, O>,
): OperationShape<I, O> {
  return operation;
}

export type AnyOperation = OperationShape;
export type Input<T extends OperationShape> = z.output<T['input']>;
export type Output<T extends OperationShape> = z.output<T['output']>;

import { GATEWAY_ERRORS, type ErrorDetail, type GatewayErrorCode } from '@dq0/protocol';

/** The gateway itself refuses a request. */
export class GatewayError extends Error {
  readonly code: GatewayErrorCode;
  readonly remedy: string | undefined;
  readonly errors: readonly ErrorDetail[];

  constructor(
    code: GatewayErrorCode,
    { message, remedy, errors }: { message?: string; remedy?: string; errors?: readonly ErrorDetail[] } = {},
  ) {
    super(message ?? GATEWAY_ERRORS[code].message);
    this.name = 'GatewayError';
    this.code = code;
    this.remedy = remedy;
    this.errors = errors ?? [];
  }
}

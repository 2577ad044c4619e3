/** What the gateway itself refuses, before or beside the platform: one closed list, each with its HTTP status. */
export const GATEWAY_ERRORS = {
  TOKEN_REFUSED: {
    status: 401,
    message: 'This gateway does not know the token or the browser session.',
    remedy: 'Send "Authorization: Bearer TOKEN" with the token of its file, or open Studi0 with: dq0 studio',
  },
  HOST_REFUSED: {
    status: 403,
    message: 'The gateway answers under its own loopback address only.',
    remedy: 'Use the address that the gateway printed.',
  },
  ORIGIN_REFUSED: {
    status: 403,
    message: 'The gateway takes no request that another site started.',
    remedy: 'Call it from its own pages, or from a program with its token.',
  },
  START_REFUSED: {
    status: 403,
    message: 'This start address was used already, or is too old.',
    remedy: 'Get a new one with: dq0 studio',
  },
  ROUTE_UNKNOWN: { status: 404, message: 'There is no such route.', remedy: 'See the routes in /openapi.json.' },
  METHOD_UNKNOWN: {
    status: 405,
    message: 'This route does not take that method.',
    remedy: 'Use a method that the header "Allow" names.',
  },
  BODY_MALFORMED: { status: 400, message: 'The request cannot be read.', remedy: 'Send one JSON object in UTF-8.' },
  BODY_TOO_LARGE: { status: 413, message: 'The body is larger than 1 MiB.', remedy: 'Send less.' },
  MEDIA_TYPE_UNKNOWN: {
    status: 415,
    message: 'The gateway reads JSON only.',
    remedy: 'Send "Content-Type: application/json".',
  },
  PROFILE_UNREADY: {
    status: 409,
    message: 'The profile of this session cannot speak with a platform.',
    remedy: 'See what is missing with: dq0 doctor',
  },
  KEY_INVALID: {
    status: 400,
    message: 'The header "Idempotency-Key" is not 1 to 128 visible characters.',
    remedy: 'Send for example a UUID.',
  },
  KEY_REUSED: {
    status: 422,
    message: 'This "Idempotency-Key" was sent before with another request.',
    remedy: 'Use a new key for a new request.',
  },
} as const satisfies Record<string, { status: number; message: string; remedy: string }>;

export type GatewayErrorCode = keyof typeof GATEWAY_ERRORS;

export { ERROR_STATUS } from './error-status.ts';
export { GATEWAY_ERRORS, type GatewayErrorCode } from './gateway-errors.ts';
export { GatewaySession } from './gateway-session.ts';
export { Problem, PROBLEM_CODES, PROBLEM_MEDIA_TYPE, problemOf, statusOf, type ProblemCode } from './problem.ts';
export { refusalStatus } from './refusal-status.ts';
export { LoginAnswer, restOutput } from './rest-output.ts';
export { problemCodes } from './general-errors.ts';
export { jobEvents } from './job-events.ts';
export { openApi } from './openapi.ts';

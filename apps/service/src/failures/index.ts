export { FailureFilter } from './failure.filter.ts';
export { ServiceFailure, type FailureCode } from './failures.ts';
export { parseInput } from './parse-input.ts';
export { toFailure } from './to-failure.ts';

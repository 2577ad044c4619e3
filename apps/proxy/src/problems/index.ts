export { ProblemFilter } from './problem.filter.ts';
export { ProxyError } from './proxy-error.ts';
export { answerRaw } from './raw-answer.ts';
export { toProxyError } from './to-proxy-error.ts';

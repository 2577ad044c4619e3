/** About the places where jobs run. */
export const EXECUTOR_ERRORS = {
  EXECUTOR_UNKNOWN: {
    kind: 'user',
    exit: 1,
    message: 'No such executor.',
    remedy: 'List them with: dq0 executor list',
  },
  EXECUTOR_BUSY: {
    kind: 'user',
    exit: 1,
    message: 'This executor is being checked already.',
    remedy: 'A check takes a few seconds; then try again.',
  },
} as const;

/**
 * The only fields a log line may carry. Names of things and counts, never content: no text that a user or a data owner
 * wrote can reach a log by accident, because a field that is not on this list is dropped (and counted).
 */
export const LOG_FIELDS = [
  'attempt',
  'audit',
  'bytes',
  'check',
  'code',
  'component',
  'count',
  'cursor',
  'dataset',
  'durationMs',
  'epoch',
  'exit',
  'file',
  'from',
  'host',
  'id',
  'job',
  'limit',
  'method',
  'operation',
  'origin',
  'phase',
  'pid',
  'plugin',
  'port',
  'route',
  'seed',
  'signal',
  'state',
  'status',
  'thumbprint',
  'to',
  'verdict',
  'version',
] as const;

export type LogField = (typeof LOG_FIELDS)[number];
/** `error` gives name, code and stack positions of an error; its message stays out, for it may quote input. */
export type LogFields = Readonly<Partial<Record<LogField, string | number | boolean | null | undefined>>> & {
  readonly error?: unknown;
};

const allowed: ReadonlySet<string> = new Set(LOG_FIELDS);
const longestText = 200;
const mostFrames = 12;

/** Keeps the allowed scalar fields; `dropped` counts what was refused. */
export function keepAllowed(fields: LogFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  let dropped = 0;
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (name === 'error') kept['error'] = describeError(value);
    else if (allowed.has(name) && isScalar(value)) kept[name] = typeof value === 'string' ? shorten(value) : value;
    else dropped += 1;
  }
  if (dropped > 0) kept['dropped'] = dropped;
  return kept;
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function shorten(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}

function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = (error as { code?: unknown }).code;
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { name: shorten(error.name), ...(isScalar(code) ? { code } : {}), at: framesOf(error), ...cause };
}

/** Stack positions only: the message is cut off first, since it could contain lines that look like positions. */
function framesOf(error: Error): string[] {
  const stack = error.stack ?? '';
  const end = error.message === '' ? 0 : stack.indexOf(error.message);
  if (end < 0) return [];
  return stack
    .slice(end + error.message.length)
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, mostFrames)
    .map((line) => line.trim().slice(3));
}

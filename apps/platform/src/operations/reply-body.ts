import { CodedError, type ReplyBody } from '@dq0/protocol';

/** A sealed message holds 512 KiB, addressing included. */
const MOST_BYTES = 520_000;

/** The JSON of a reply. @throws CodedError UNEXPECTED when no message could carry it */
export function bodyText(body: ReplyBody): string {
  const text = JSON.stringify(body);
  if (Buffer.byteLength(text) <= MOST_BYTES) return text;
  throw new CodedError('UNEXPECTED', {
    message: 'The answer is larger than one message may be; nothing was done.',
    remedy: 'Ask for less at a time.',
  });
}

/** A refusal as it travels; everything but a coded error becomes UNEXPECTED, whose cause stays inside. */
export function refusalBody(error: CodedError, auditId: string | null): ReplyBody {
  const { code, message, remedy, details } = error;
  return { ok: false, error: { code, message, remedy, auditId, details: details.map(withoutUndefined) } };
}

export function answerBody(output: unknown, auditId: string): ReplyBody {
  return { ok: true, output, auditId };
}

export function codedError(error: unknown): CodedError {
  return error instanceof CodedError ? error : new CodedError('UNEXPECTED', { cause: error });
}

function withoutUndefined({ path, message, example }: CodedError['details'][number]) {
  return example === undefined ? { path, message } : { path, message, example };
}

/** A body that is too large, not UTF-8 or not JSON. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
  readonly code: 'BODY_TOO_LARGE' | 'BODY_NOT_JSON';

  constructor(code: 'BODY_TOO_LARGE' | 'BODY_NOT_JSON', message: string) {
    super(message);
    this.code = code;
  }
}

/** Reads a stream of bytes to its end, never holding more than `maxBytes`. */
export async function readBody(stream: AsyncIterable<Uint8Array | string>, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream) {
    const bytes = Buffer.from(part as Uint8Array);
    size += bytes.length;
    if (size > maxBytes) throw new BodyError('BODY_TOO_LARGE', `A body may hold at most ${maxBytes} bytes.`);
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

export async function readJsonBody(stream: AsyncIterable<Uint8Array | string>, maxBytes: number): Promise<unknown> {
  return parseJson(await readBody(stream, maxBytes));
}

/** JSON of strict UTF-8; what `JSON.parse` says about bad text is not passed on, for it quotes the text. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new BodyError('BODY_NOT_JSON', 'The body is not JSON in UTF-8.');
  }
}

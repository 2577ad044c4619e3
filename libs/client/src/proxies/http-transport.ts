/** Most bytes that are read of one answer of a proxy: the largest envelope and its JSON, and no more. */
export const MAX_ANSWER_BYTES = 2_000_000;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  header(name: string): string | undefined;
}

/**
 * The port to the network: one request, one answer. Follows no redirect, reads at most `MAX_ANSWER_BYTES`, and
 * rejects for whatever keeps it from an answer.
 */
export type HttpTransport = (request: HttpRequest) => Promise<HttpAnswer>;

import { MAX_ANSWER_BYTES, type HttpTransport } from './http-transport.ts';

/** The transport of every platform that has `fetch`. */
export function fetchTransport(fetcher: typeof fetch = fetch): HttpTransport {
  return async ({ method, url, headers, body, signal }) => {
    const response = await fetcher(url, {
      method,
      headers,
      signal,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    return {
      status: response.status,
      text: await readBounded(response),
      header: (name) => response.headers.get(name) ?? undefined,
    };
  };
}

async function readBounded(response: Response): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new RangeError('The answer is larger than the protocol allows.');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

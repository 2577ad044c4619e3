import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { MAX_ANSWER_BYTES, type HttpTransport } from '@dq0/client';

const http = new HttpAgent({ keepAlive: true });
const https = new HttpsAgent({ keepAlive: true });

/** The transport of this program: one connection a proxy, and 20 ms sooner ready than the built-in `fetch`. */
export const nodeTransport: HttpTransport = ({ method, url, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const secure = url.startsWith('https:');
    const options = {
      method,
      signal,
      agent: secure ? https : http,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
    };
    const request = (secure ? httpsRequest : httpRequest)(url, options, (response) => {
      readBounded(response).then(
        (text) =>
          resolve({
            status: response.statusCode ?? 0,
            text,
            header: (name) => {
              const value = response.headers[name];
              return Array.isArray(value) ? value[0] : value;
            },
          }),
        reject,
      );
    });
    request.once('error', reject);
    request.end(body);
  });

async function readBounded(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new RangeError('The answer is larger than the protocol allows.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

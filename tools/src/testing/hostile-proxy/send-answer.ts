import type { ServerResponse } from 'node:http';
import { pause } from './attack.ts';
import type { Answer } from './passing.ts';

const SLOW_BYTES = 4;
const SLOW_MS = 250;

/** Sends an answer in its manner. @param goesOn whether a slow one is to stay slow */
export async function sendAnswer(response: ServerResponse, answer: Answer, goesOn: () => boolean): Promise<void> {
  const { status, headers, manner } = answer;
  const body = status === 204 ? undefined : Buffer.from(answer.body);
  response.writeHead(status, body === undefined ? headers : { ...headers, 'content-length': body.length });
  if (body === undefined) {
    response.end();
    return;
  }
  if (manner === 'cut') {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
    return;
  }
  let sent = 0;
  while (manner === 'slow' && sent < body.length && goesOn() && !response.destroyed) {
    response.write(body.subarray(sent, sent + SLOW_BYTES));
    sent += SLOW_BYTES;
    await pause(SLOW_MS);
  }
  response.end(body.subarray(sent));
}

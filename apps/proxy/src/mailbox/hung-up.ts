import type { ServerResponse } from 'node:http';

/** Aborts when the connection of an answer ends before the answer did. */
export function hungUp(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

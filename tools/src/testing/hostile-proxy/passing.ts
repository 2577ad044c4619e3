/** The routes of a proxy's contract; `other` is whatever else somebody asks. */
export type Route = 'bundle' | 'post' | 'reply' | 'pull' | 'push' | 'confirm' | 'other';

/** One request on its way to the real proxy. */
export interface Passing {
  readonly route: Route;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One answer on its way back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `slow`: a few bytes at a time, for as long as the switch is on; `cut`: the connection breaks in the middle. */
  readonly manner?: 'slow' | 'cut';
}

export const isAnswer = (value: Passing | Answer): value is Answer => 'status' in value;

export function routeOf(method: string, path: string): Route {
  const [place = ''] = path.split('?');
  if (method === 'GET' && place === '/v1/platform') return 'bundle';
  if (method === 'POST' && place === '/v1/messages') return 'post';
  if (method === 'GET' && /^\/v1\/messages\/[^/]+\/reply$/.test(place)) return 'reply';
  if (method === 'POST' && place === '/v1/platform/pull') return 'pull';
  if (method === 'POST' && place === '/v1/platform/push') return 'push';
  return place.startsWith('/v1/registrations/confirm/') ? 'confirm' : 'other';
}

/** The id in the path of a reply. */
export const replyId = (path: string): string => path.split('/')[3] ?? '';

export function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

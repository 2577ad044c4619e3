import type { RedisOptions } from 'bullmq';

/**
 * Options of a connection from `redis://[user:password@]host:port[/db]`, `rediss://…` or `unix:PATH`.
 * Connections come back by themselves after at most a second; commands wait rather than fail on a short cut.
 */
export function redisConnection(url: string): RedisOptions {
  const always = { maxRetriesPerRequest: null, retryStrategy: (times: number) => Math.min(50 * times, 1000) };
  if (url.startsWith('unix:')) return { ...always, path: url.slice('unix:'.length).replace(/^\/\/(?=\/)/, '') };
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !['redis:', 'rediss:'].includes(parsed.protocol)) {
    throw new Error('A Redis address is redis://HOST:PORT, rediss://HOST:PORT or unix:PATH.');
  }
  return {
    ...always,
    host: parsed.hostname.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1',
    port: parsed.port === '' ? 6379 : Number(parsed.port),
    ...(parsed.username === '' ? {} : { username: decodeURIComponent(parsed.username) }),
    ...(parsed.password === '' ? {} : { password: decodeURIComponent(parsed.password) }),
    ...(parsed.pathname.length > 1 ? { db: Number(parsed.pathname.slice(1)) } : {}),
    ...(parsed.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

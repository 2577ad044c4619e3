import { describe, expect, it } from 'vitest';
import { redisConnection } from './redis-connection.ts';

describe('redisConnection', () => {
  it.each([
    ['redis://127.0.0.1:6400', { host: '127.0.0.1', port: 6400 }],
    ['redis://user:p%40ss@queue/2', { host: 'queue', port: 6379, username: 'user', password: 'p@ss', db: 2 }],
    ['redis://[::1]:6379', { host: '::1', port: 6379 }],
    ['rediss://queue', { host: 'queue', tls: {} }],
    ['unix:/run/redis.sock', { path: '/run/redis.sock' }],
    ['unix:///run/redis.sock', { path: '/run/redis.sock' }],
    ['unix:run/redis.sock', { path: 'run/redis.sock' }],
  ])('reads %s', (url, expected) => {
    expect(redisConnection(url)).toMatchObject(expected);
  });

  it.each(['', 'localhost:6379', 'http://queue', 'redis'])('refuses %j with the forms it takes', (url) => {
    expect(() => redisConnection(url)).toThrow('redis://HOST:PORT');
  });
});

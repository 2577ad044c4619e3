import type { AnyOperation } from '@dq0/protocol';
import type { Ask } from '../gateway-process.ts';
import { requestOf } from './request-of.ts';

export interface Edge {
  readonly address: string;
  readonly ask: Ask;
  /** Whether the token goes with it. */
  readonly known: boolean;
  /** Whether it goes to a gateway whose profile knows no platform. */
  readonly unready: boolean;
}

/** What every operation refuses alike, and no schema brings about: form, size, kind and origin of a request. */
export function edgesOf(operation: AnyOperation): readonly Edge[] {
  const { address, ask } = requestOf(operation, operation.example.input);
  const edge = (change: Ask, more: Partial<Edge> = {}): Edge => {
    const headers = { ...ask.headers, ...change.headers };
    return { address, ask: { ...ask, ...change, headers }, known: true, unready: false, ...more };
  };
  const all = [
    edge({}, { known: false }),
    edge({}, { unready: true }),
    edge({ headers: { host: 'evil.example' } }),
    edge({ headers: { origin: 'http://evil.example' } }),
  ];
  const members = (text: string): string => operation.http.path.replace(/:[a-z]+/gi, text);
  const [broken, long] = ['%zz', 'x'.repeat(1000)].map((text) => edge({}, { address: members(text) }));
  const path = operation.http.path.includes(':') && broken && long ? [broken, long] : [];
  if (operation.http.method === 'GET') return [...all, ...path, edge({ headers: { 'if-none-match': '*' } })];
  return [
    ...all,
    ...path,
    edge({ body: '{"' }),
    edge({ body: `"${'x'.repeat(2 ** 21)}"` }),
    edge({ body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    edge({ headers: { 'idempotency-key': 'two words' } }),
  ];
}

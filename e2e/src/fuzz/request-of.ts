import type { AnyOperation } from '@dq0/protocol';
import type { Ask } from '../gateway-process.ts';

type Members = Readonly<Record<string, unknown>>;

/** Writes an input as the request of its route; what does not fit the path or the query becomes text there. */
export function requestOf({ http }: AnyOperation, input: unknown): { readonly address: string; readonly ask: Ask } {
  const members = typeof input === 'object' && input !== null && !Array.isArray(input) ? (input as Members) : {};
  const inPath = new Set(http.path.split('/').flatMap((part) => (part.startsWith(':') ? [part.slice(1)] : [])));
  const path = http.path.replace(/:([a-z]+)/gi, (_, name: string) => escaped(members[name]) || '-');
  const rest = Object.fromEntries(Object.entries(members).filter(([name]) => !inPath.has(name)));
  if (http.method === 'GET' || http.method === 'DELETE') {
    const query = Object.entries(rest).map(([name, value]) => `${escaped(name)}=${escaped(value)}`);
    return {
      address: `${path}${query.length > 0 ? `?${query.join('&')}` : ''}`.slice(0, 8_000),
      ask: { method: http.method },
    };
  }
  const body = typeof input === 'object' && input !== null && !Array.isArray(input) ? rest : input;
  return { address: path, ask: { method: http.method, body: JSON.stringify(body), headers: { prefer: 'wait=5' } } };
}

function escaped(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return encodeURIComponent(text.toWellFormed());
}

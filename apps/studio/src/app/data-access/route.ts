import type { OperationShape } from '@dq0/protocol';
import type { z } from 'zod';

type Method = OperationShape['http']['method'];

/** Where an operation is found, with its types; the operation's own schemas stay out of the browser. */
export interface Route<I = unknown, O = unknown> {
  readonly method: Method;
  readonly path: string;
  /** Types alone; never a value. */
  readonly types?: readonly [input: I, output: O];
}
export type RouteOf<T extends OperationShape> = Route<z.input<T['input']>, z.output<T['output']>>;
export type InputOf<T> = T extends Route<infer I> ? I : never;
export type OutputOf<T> = T extends Route<never, infer O> ? O : T extends Route<infer _I, infer O> ? O : never;

/** The request that a route and an input make: names in the path first, the rest as query or body. */
export function requestOf(route: Route, input: Readonly<Record<string, unknown>>): { url: string; body?: string } {
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const path = route.path.replaceAll(/:(\w+)/g, (_whole, name: string) => {
    const value = rest.get(name);
    rest.delete(name);
    return encodeURIComponent(String(value));
  });
  if (route.method !== 'GET' && route.method !== 'DELETE') {
    return { url: path, body: JSON.stringify(Object.fromEntries(rest)) };
  }
  const query = new URLSearchParams([...rest].map(([name, value]) => [name, String(value)])).toString();
  return { url: query === '' ? path : `${path}?${query}` };
}

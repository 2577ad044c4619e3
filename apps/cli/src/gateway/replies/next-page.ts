import type { AnyOperation } from '@dq0/protocol';

type Members = Readonly<Record<string, unknown>>;

/**
 * The address of the next page, after a full one (RFC 8288 `Link`).
 * @param url as it was asked for
 */
export function nextPage(operation: AnyOperation, url: string, input: Members, output: Members): string | undefined {
  const { paging } = operation;
  if (!paging) return undefined;
  const items = output[paging.items] as readonly Members[];
  const last = items.at(-1)?.[paging.member] as string | number | undefined;
  if (items.length !== input['limit'] || last === undefined) return undefined;
  const [path = '', query] = url.split('?');
  const next = new URLSearchParams(query);
  next.set(paging.cursor, String(last));
  return `<${path}?${next.toString()}>; rel="next"`;
}

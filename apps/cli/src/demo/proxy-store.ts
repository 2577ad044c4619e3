import { openDatabase } from '@dq0/node/sqlite';
import { UsageError } from '../errors/usage-error.ts';

/** One sealed message as the proxy stores it, whole. */
export interface StoredMessage {
  readonly kind: 'request' | 'reply';
  readonly id: string;
  readonly device: string;
  /** ISO 8601. */
  readonly stored: string;
  readonly sizeClass: number;
  /** Null once the platform has taken a request: the proxy forgets it. */
  readonly envelope: string | null;
}

interface Row {
  readonly id: string;
  readonly device: string;
  readonly stored_at: number;
  readonly size_class: number;
  readonly envelope: string | null;
}

const REQUESTS = `SELECT m.id, m.sender AS device, m.stored_at, m.size_class, s.envelope FROM message m
  LEFT JOIN sealed s ON s.cursor = m.cursor WHERE m.sender = ? ORDER BY m.cursor DESC LIMIT 50`;
const REPLIES = `SELECT id, recipient AS device, stored_at, size_class, envelope FROM reply
  WHERE recipient = ? ORDER BY cursor DESC LIMIT 50`;

export interface ProxyStore {
  /** Rows of each table. */
  readonly tables: Readonly<Record<string, number>>;
  readonly messages: readonly StoredMessage[];
}

/** Reads, and only reads, what a proxy's own file holds for one device. */
export function readProxyStore(file: string, device: string): ProxyStore {
  try {
    const database = openDatabase(file, { readonly: true });
    try {
      const read = (sql: string): Row[] => database.prepare<[string], Row>(sql).all(device);
      const names = database
        .prepare<[], { name: string }>(
          `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
        )
        .all();
      const count = (name: string): number =>
        database.prepare<[], { rows: number }>(`SELECT COUNT(*) AS rows FROM "${name.replaceAll('"', '""')}"`).get()
          ?.rows ?? 0;
      return {
        tables: Object.fromEntries(names.map(({ name }) => [name, count(name)])),
        messages: [...read(REQUESTS).map(stored('request')), ...read(REPLIES).map(stored('reply'))],
      };
    } finally {
      database.close();
    }
  } catch {
    throw new UsageError(
      `The proxy's file ${file} cannot be read here.`,
      'This looks into the proxy of the demo on the same machine: npm start -- --detach, or name the file with --database.',
    );
  }
}

const stored =
  (kind: StoredMessage['kind']) =>
  ({ id, device, stored_at, size_class, envelope }: Row): StoredMessage => ({
    kind,
    id,
    device,
    stored: new Date(stored_at).toISOString(),
    sizeClass: size_class,
    envelope,
  });

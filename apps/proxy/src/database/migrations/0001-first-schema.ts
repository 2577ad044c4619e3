import type { Migration } from '@dq0/node/sqlite';

/*
 * message   what was accepted: kept until it expires, so that a duplicate is known after delivery
 * sealed    the ciphertext of a message until the platform has acknowledged it
 * mailbox   what each sender holds, kept by triggers so that the quota costs one look-up
 * reply     sealed replies by recipient and the id of the request they answer
 * bundle    the newest signed bundle of the platform; one row
 * Times are milliseconds since 1970. Nothing here was ever readable by the proxy.
 */
const sql = `
CREATE TABLE message (
  cursor INTEGER PRIMARY KEY AUTOINCREMENT,
  sender TEXT NOT NULL,
  id TEXT NOT NULL,
  digest TEXT NOT NULL,
  size_class INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  UNIQUE (sender, id)
) STRICT;
CREATE INDEX message_expiry ON message (expires_at);

CREATE TABLE sealed (
  cursor INTEGER PRIMARY KEY REFERENCES message (cursor),
  sender TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  envelope TEXT NOT NULL
) STRICT;

CREATE TABLE mailbox (
  sender TEXT PRIMARY KEY,
  messages INTEGER NOT NULL,
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER message_in AFTER INSERT ON message BEGIN
  INSERT INTO mailbox (sender, messages, bytes) VALUES (new.sender, 1, 0)
    ON CONFLICT (sender) DO UPDATE SET messages = messages + 1;
END;
CREATE TRIGGER message_out AFTER DELETE ON message BEGIN
  UPDATE mailbox SET messages = messages - 1 WHERE sender = old.sender;
  DELETE FROM mailbox WHERE sender = old.sender AND messages <= 0;
END;
CREATE TRIGGER sealed_in AFTER INSERT ON sealed BEGIN
  UPDATE mailbox SET bytes = bytes + new.bytes WHERE sender = new.sender;
END;
CREATE TRIGGER sealed_out AFTER DELETE ON sealed BEGIN
  UPDATE mailbox SET bytes = bytes - old.bytes WHERE sender = old.sender;
END;

CREATE TABLE reply (
  cursor INTEGER PRIMARY KEY AUTOINCREMENT,
  recipient TEXT NOT NULL,
  id TEXT NOT NULL,
  digest TEXT NOT NULL,
  size_class INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  envelope TEXT NOT NULL,
  UNIQUE (recipient, id)
) STRICT;
CREATE INDEX reply_feed ON reply (recipient, cursor);
CREATE INDEX reply_expiry ON reply (expires_at);

CREATE TABLE bundle (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  number INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
`;

export const firstSchema: Migration = { version: 1, name: 'first schema', up: (database) => database.exec(sql) };

/** Marks the file as a journal of ours ("VtJr"), so that another program's database is not taken for one. */
export const APPLICATION_ID = 0x56744a72;

/**
 * The schema, version by version: entry n takes a journal of version n to n + 1. Entries never change once released.
 *
 * - `build` with `fn` and `link` is what the numbers in the records of an invocation mean, kept as long as one of them.
 *   A function of a component that the build calls names that, with its own build.
 * - `call` has one row a host call that was kept; `args`, `result` and `versions` stay in the wire form of the record.
 * - `usage` counts per function: what was kept, and what was only summed up.
 * - `message` is one of wasmcloud:messaging, written again whenever more of it is known; `deliveries` is JSON.
 * - `subject` counts the messages of each subject, kept in step by triggers. Whether one reached nobody is settled
 *   before it is written for the first time, so only coming and going counts.
 * - `log` is an index: a line of wasi:logging points at its call, a printed line has its own bytes.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE build (
    id INTEGER PRIMARY KEY, component TEXT NOT NULL, digest TEXT NOT NULL, tables TEXT NOT NULL,
    UNIQUE (component, digest, tables)
  ) STRICT;
  CREATE TABLE fn (
    build INTEGER NOT NULL, number INTEGER NOT NULL, interface TEXT NOT NULL, name TEXT NOT NULL, params TEXT NOT NULL,
    PRIMARY KEY (build, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE link (
    build INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, backend TEXT NOT NULL,
    PRIMARY KEY (build, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE invocation (
    id INTEGER PRIMARY KEY, build INTEGER NOT NULL, component TEXT NOT NULL, digest TEXT NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('person', 'request', 'invocation', 'message', 'reload')), cause_text TEXT NOT NULL,
    caused_by INTEGER,
    kind TEXT NOT NULL CHECK (kind IN ('http', 'message', 'run', 'function')),
    title TEXT NOT NULL, started_at REAL NOT NULL,
    outcome TEXT CHECK (outcome IN ('ok', 'error', 'trap', 'timeout', 'killed')), reason TEXT,
    duration_ms REAL, guest_ms REAL, host_ms REAL, status INTEGER,
    calls INTEGER NOT NULL DEFAULT 0, changes INTEGER NOT NULL DEFAULT 0, logs INTEGER NOT NULL DEFAULT 0,
    unreadable INTEGER NOT NULL DEFAULT 0, lost_bytes INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX invocation_caused_by ON invocation (caused_by) WHERE caused_by IS NOT NULL;
  CREATE INDEX invocation_running ON invocation (id) WHERE outcome IS NULL;
  CREATE TABLE detail (
    invocation INTEGER PRIMARY KEY,
    request TEXT, request_body BLOB, request_total INTEGER,
    response TEXT, response_body BLOB, response_total INTEGER,
    args TEXT, value TEXT, error TEXT
  ) STRICT;
  CREATE TABLE call (
    invocation INTEGER NOT NULL, seq INTEGER NOT NULL, parent INTEGER NOT NULL, fn INTEGER NOT NULL, link INTEGER NOT NULL,
    start_ms REAL NOT NULL, end_ms REAL, outcome INTEGER, args BLOB NOT NULL, result BLOB, versions BLOB,
    PRIMARY KEY (invocation, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE usage (
    invocation INTEGER NOT NULL, fn INTEGER NOT NULL, kept INTEGER NOT NULL, summed INTEGER NOT NULL,
    summed_ms REAL NOT NULL,
    PRIMARY KEY (invocation, fn)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE log (
    id INTEGER PRIMARY KEY AUTOINCREMENT, invocation INTEGER NOT NULL, seq INTEGER NOT NULL, source INTEGER NOT NULL,
    level INTEGER NOT NULL, at_ms REAL NOT NULL, body BLOB, total INTEGER
  ) STRICT;
  CREATE INDEX log_invocation ON log (invocation);
  CREATE TABLE message (
    id INTEGER PRIMARY KEY, backend TEXT NOT NULL, at_ms REAL NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('publish', 'request', 'reply')),
    subject TEXT NOT NULL, body BLOB NOT NULL, total INTEGER NOT NULL, reply_to TEXT,
    sender INTEGER, sender_component TEXT, deliveries TEXT NOT NULL,
    paired INTEGER, answered_ms REAL, problem TEXT
  ) STRICT;
  CREATE INDEX message_backend ON message (backend, id);
  `,
  `
  ALTER TABLE invocation ADD COLUMN instantiate_ms REAL;
  ALTER TABLE detail ADD COLUMN trap TEXT;
  `,
  `
  ALTER TABLE fn ADD COLUMN component TEXT;
  ALTER TABLE fn ADD COLUMN digest TEXT;
  `,
  `
  CREATE TABLE subject (
    backend TEXT NOT NULL, subject TEXT NOT NULL, messages INTEGER NOT NULL, unreached INTEGER NOT NULL,
    PRIMARY KEY (backend, subject)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO subject SELECT backend, subject, count(*), sum(deliveries = '[]' AND problem IS NOT NULL)
    FROM message GROUP BY backend, subject;
  CREATE TRIGGER message_came AFTER INSERT ON message BEGIN
    INSERT INTO subject VALUES (new.backend, new.subject, 1, new.deliveries = '[]' AND new.problem IS NOT NULL)
      ON CONFLICT DO UPDATE SET messages = messages + 1, unreached = unreached + excluded.unreached;
  END;
  CREATE TRIGGER message_gone AFTER DELETE ON message BEGIN
    UPDATE subject SET messages = messages - 1,
      unreached = unreached - (old.deliveries = '[]' AND old.problem IS NOT NULL)
      WHERE backend = old.backend AND subject = old.subject;
    DELETE FROM subject WHERE backend = old.backend AND subject = old.subject AND messages <= 0;
  END;
  `,
];

/** The tables of `state.sqlite`, as the steps that lead from an empty file to the newest schema. */

/** Marks the file as ours: "VITR". */
export const APPLICATION_ID = 0x56495452;

/** Values up to this many bytes also stand in their key's entry, so that reading them takes one lookup. */
export const MAX_ENTRY_BYTES = 256;

/**
 * Small pages: a commit writes two of them to the WAL (the version's, the entry's), and its cost goes by their bytes.
 * Measured with 20-byte values: 1.2 times a bare upsert on default pages, where 4096-byte pages cost 1.35 times.
 */
export const PAGE_BYTES = 2048;

/**
 * | table          | one row is                                                                                  |
 * |----------------|---------------------------------------------------------------------------------------------|
 * | `bucket`       | a bucket of some kind, with its keys and bytes as of the version `progress.counted`         |
 * | `writer`       | who writes: a function of a build, or what a person does; versions carry the number          |
 * | `version`      | a mutation, append-only: the value (`size` null: deleted), who, when, the version before it  |
 * | `entry`        | a key: its current version, and the value where it is small                                |
 * | `progress`     | one row: how far counting (with the versions and bytes up to there) and pruning have come    |
 * | `bookmark`     | a point in the sequence whose values are kept                                               |
 * | `pinned`       | a version below the horizon that a bookmark keeps; `next` is the version that took its place |
 * | `unreferenced` | a content file that no version names, and since when                                         |
 * | `seed`         | what a backend was filled from, as of a version; no digest: a reset left it without         |
 *
 * `version.value` comes last: a row of a large value can be read up to there without its overflow pages.
 */
const FIRST = `
CREATE TABLE bucket(
  id INTEGER PRIMARY KEY, backend TEXT NOT NULL, name TEXT NOT NULL,
  keys INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
  UNIQUE(backend, name)
) STRICT;
CREATE TABLE writer(
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, component TEXT NOT NULL, build TEXT NOT NULL, function TEXT NOT NULL,
  UNIQUE(kind, component, build, function)
) STRICT;
CREATE TABLE version(
  seq INTEGER PRIMARY KEY, bucket INTEGER NOT NULL, key TEXT NOT NULL,
  prev INTEGER NOT NULL, prev_size INTEGER,
  at INTEGER NOT NULL, writer INTEGER NOT NULL, invocation INTEGER NOT NULL,
  size INTEGER, content TEXT, value BLOB
) STRICT;
CREATE INDEX version_content ON version(content) WHERE content IS NOT NULL;
CREATE TABLE entry(
  bucket INTEGER NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL, size INTEGER, value BLOB,
  PRIMARY KEY(bucket, key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER version_becomes_current AFTER INSERT ON version BEGIN
  INSERT INTO entry VALUES(
    new.bucket, new.key, new.seq, new.size, CASE WHEN new.size <= ${MAX_ENTRY_BYTES} THEN new.value END
  ) ON CONFLICT(bucket, key) DO UPDATE SET seq = excluded.seq, size = excluded.size, value = excluded.value;
END;
CREATE TABLE progress(
  only INTEGER PRIMARY KEY CHECK(only = 1),
  counted INTEGER NOT NULL, horizon INTEGER NOT NULL,
  versions INTEGER NOT NULL, bytes INTEGER NOT NULL
) STRICT;
INSERT INTO progress VALUES(1, 0, 0, 0, 0);
CREATE TABLE bookmark(id INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL) STRICT;
CREATE TABLE pinned(
  bucket INTEGER NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL, next INTEGER NOT NULL,
  PRIMARY KEY(bucket, key, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE unreferenced(content TEXT PRIMARY KEY, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

const SEEDS = `
CREATE TABLE seed(
  backend TEXT NOT NULL, seq INTEGER NOT NULL, digest TEXT,
  PRIMARY KEY(backend, seq)
) STRICT, WITHOUT ROWID;
`;

/**
 * Blobs are versions of keys, too: a container is a bucket of the kind `container` whose keys are its objects. Which
 * containers there are is what keys the one bucket of the kind `containers` has, which every blobstore backend has.
 * `version.created` is the time when the name of an object or a container came to exist; keys have none.
 */
const BLOBS = `
CREATE TABLE bucket_of_kind(
  id INTEGER PRIMARY KEY, backend TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
  keys INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
  UNIQUE(backend, kind, name)
) STRICT;
INSERT INTO bucket_of_kind SELECT id, backend, 'keyvalue', name, keys, bytes FROM bucket;
DROP TABLE bucket;
ALTER TABLE bucket_of_kind RENAME TO bucket;
ALTER TABLE version ADD COLUMN created INTEGER;
`;

/**
 * `version.origin`: the version whose value this one has, too, where that is not small. So putting a value back, or under
 * another name, costs a row, not a copy. An origin has its value itself; before retention removes it, it hands it over.
 */
const ORIGINS = `
ALTER TABLE version ADD COLUMN origin INTEGER;
CREATE INDEX version_origin ON version(origin) WHERE origin IS NOT NULL;
`;

/** Step `n` leads from schema version `n` to `n + 1`; version 0 is an empty file. */
export const SCHEMA_STEPS: readonly string[] = [FIRST, SEEDS, BLOBS, ORIGINS];

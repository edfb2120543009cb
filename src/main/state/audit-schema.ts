/**
 * The one table of `audit.sqlite`, which lies beside `state.sqlite` and has nothing to do with it: no reset, no
 * retention and no clearing comes near. Rows are only ever added; the triggers hold that against our own mistakes.
 */
const FIRST = `
CREATE TABLE audit(
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL,
  component TEXT, build TEXT, invocation INTEGER, span INTEGER,
  key TEXT NOT NULL, source TEXT NOT NULL, outcome TEXT NOT NULL,
  place TEXT, form TEXT, function TEXT
) STRICT;
CREATE INDEX audit_component ON audit(component);
CREATE INDEX audit_key ON audit(key);
CREATE INDEX audit_kind ON audit(kind);
CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
CREATE TRIGGER audit_keeps_texts BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
`;

/** Few gets find nothing, and those are looked for: found ones are not in it, so that it costs them nothing. */
const NOT_FOUND = `
CREATE INDEX audit_not_found ON audit(outcome) WHERE outcome = 'not-found';
`;

/** Step `n` leads from schema version `n` to `n + 1`; version 0 is an empty file. */
export const AUDIT_STEPS: readonly string[] = [FIRST, NOT_FOUND];

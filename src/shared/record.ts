/**
 * The wire form of what a guest does to its host, as the worker writes it into its ring and the journal reads it.
 * Little-endian. A record: `u32 length` of what follows, `u8 kind`, then the fields of its kind.
 *
 * | kind  | fields                                                                                       |
 * |-------|----------------------------------------------------------------------------------------------|
 * | enter | `u32 seq, u32 parent, u16 fn, u8 link, f64 startMs, u8 count` then `count` argument values     |
 * | exit  | `u32 seq, u8 outcome, f64 endMs, u16 versions, f64 × versions`, then 0 or 1 result values       |
 * | text  | `u32 seq, u8 stream, f64 atMs, u32 total`, then the rest of the record as UTF-8 bytes          |
 * | sum   | `u16 fn, f64 calls, f64 totalMs`: calls not kept one by one                                    |
 *
 * `seq` counts host calls of one invocation from 1; `parent` 0 is the export itself. Times are milliseconds since the
 * start of the invocation. `fn` indexes the build's `FunctionTable`, `link` its links (0: the function has none).
 * A value: `u8 tag` and what `ValueTag` says.
 */
export const RecordKind = { pad: 0, enter: 1, exit: 2, text: 3, sum: 4 } as const;

export const ExitOutcome = { ok: 0, err: 1, trap: 2 } as const;

export const TextStream = { stdout: 1, stderr: 2 } as const;

export const ValueTag = {
  /** Also an option's none and the unit. */
  none: 0,
  false: 1,
  true: 2,
  /** `f64` */
  number: 3,
  /** `i64` */
  signed: 4,
  /** `u64` */
  unsigned: 5,
  /** `u32 total bytes, u32 kept bytes`, UTF-8 */
  string: 6,
  /** `u32 total, u32 kept`, bytes */
  bytes: 7,
  /** `u32 total, u32 kept`, values */
  list: 8,
  /** `u8 fields`, then for each `u8 length`, name, value */
  record: 9,
  /** `u8 length`, tag name, `u8 has value`, value */
  variant: 10,
  /** `u8 length`, type name, `u32 id`, `u16 length`, label */
  resource: 11,
  /** Beyond the depth or the size of a preview. */
  cut: 12,
} as const;

/** How much of a value a record keeps. */
export const PREVIEW = {
  maxStringBytes: 1024,
  maxBytes: 256,
  maxItems: 32,
  maxDepth: 6,
  /** Of one record, all values together; a log message alone may use all of it. */
  maxRecordBytes: 8 * 1024,
} as const;

/** One function a component imports, as the record numbers it. Index 0 is the span of initialisation. */
export interface RecordedFunction {
  /** `wasi:keyvalue/store@0.2.0-draft` */
  readonly interface: string;
  /** `open`, `bucket.get` */
  readonly function: string;
  readonly params: readonly string[];
  /** Which component calls it, and of which build: of those that the build calls itself. Absent: the build does. */
  readonly caller?: { readonly component: string; readonly build: string };
}

/** The span of instantiation has no WIT function; it comes first in every table. */
export const INSTANTIATE: RecordedFunction = { interface: "", function: "instantiate", params: [] };

/** What the numbers in a build's records mean; the journal keeps it with the build. */
export interface RecordTables {
  readonly functions: readonly RecordedFunction[];
  /** Index 0 is the empty one: no link. */
  readonly links: readonly { readonly name: string; readonly backend: string }[];
}

/** A journal of its own in a fresh folder, with everything it tells collected. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { InvocationId } from "../../../shared/model.ts";
import { INSTANTIATE, type RecordTables } from "../../../shared/record.ts";
import { Journal, type JournalOptions } from "../journal.ts";
import type { BeginInput, BuildRef, JournalNews } from "../protocol.ts";

export const ENTRY = new URL("../worker.ts", import.meta.url);

/** The numbers that `TABLES` gives. */
export const FN = { instantiate: 0, open: 1, get: 2, increment: 3, log: 4, setMany: 5 } as const;
export const LINK = { none: 0, keyvalue: 1 } as const;

export const TABLES: RecordTables = {
  functions: [
    INSTANTIATE,
    { interface: "wasi:keyvalue/store@0.2.0-draft", function: "open", params: ["identifier"] },
    { interface: "wasi:keyvalue/store@0.2.0-draft", function: "bucket.get", params: ["self", "key"] },
    { interface: "wasi:keyvalue/atomics@0.2.0-draft", function: "increment", params: ["bucket", "key", "delta"] },
    { interface: "wasi:logging/logging@0.1.0-draft", function: "log", params: ["level", "context", "message"] },
    { interface: "wasi:keyvalue/batch@0.2.0-draft", function: "set-many", params: ["bucket", "key-values"] },
  ],
  links: [
    { name: "", backend: "" },
    { name: "default", backend: "keyvalue" },
  ],
};

export const DIGEST = "3fa9".padEnd(64, "0");
export const STARTED_AT = 1_700_000_000_000;

export class TestJournal implements AsyncDisposable {
  readonly journal: Journal;
  readonly build: BuildRef;
  readonly news: JournalNews[];
  readonly faults: Error[];
  readonly #heard: Set<() => void>;

  static async open(folder: string, options: Partial<JournalOptions> = {}): Promise<TestJournal> {
    const news: JournalNews[] = [];
    const faults: Error[] = [];
    const heard = new Set<() => void>();
    const tell = () => {
      for (const listener of heard) listener();
    };
    const journal = await Journal.open({
      entry: ENTRY,
      folder,
      networkFileSystem: false,
      onNews: (item) => {
        news.push(item);
        tell();
      },
      onFault: (error) => {
        faults.push(error);
        tell();
      },
      ...options,
    });
    return new TestJournal(journal, news, faults, heard);
  }

  private constructor(journal: Journal, news: JournalNews[], faults: Error[], heard: Set<() => void>) {
    this.journal = journal;
    this.news = news;
    this.faults = faults;
    this.#heard = heard;
    this.build = journal.registerBuild({ component: "api", digest: DIGEST, tables: TABLES });
  }

  begin(begin: Partial<BeginInput> = {}): InvocationId {
    const id = begin.id ?? this.journal.nextInvocationId();
    this.journal.begin({
      id,
      build: this.build,
      cause: { kind: "request", client: "127.0.0.1:4000" },
      kind: "http",
      title: `GET /${id}`,
      startedAt: STARTED_AT + id,
      ...begin,
    });
    return id;
  }

  /** An invocation that has come and gone. */
  finished(begin: Partial<BeginInput> = {}, records?: Uint8Array): InvocationId {
    const id = this.begin(begin);
    if (records !== undefined) this.journal.records(id, records);
    this.journal.end(id, { outcome: "ok", durationMs: 2, status: 200 });
    return id;
  }

  /** Resolves when what was heard so far satisfies the test. */
  heard(satisfied: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!satisfied()) return;
        this.#heard.delete(look);
        resolve();
      };
      this.#heard.add(look);
      look();
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.journal[Symbol.asyncDispose]();
  }
}

/** A folder that goes away with the test. */
export class TempFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "vitrine-journal-"));

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

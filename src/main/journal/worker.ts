/** The worker that owns the journal's file. Started by `Journal`; told what to do by `protocol.ts`. */
import { parentPort, workerData } from "node:worker_threads";

import { toErrorView } from "../../shared/errors.ts";
import type { FromJournal, JournalBoot, JournalOperation, JournalQuery, ToJournal } from "./protocol.ts";
import type { Search } from "./reader.ts";
import { JournalStore } from "./store.ts";

/** How long what was told may wait for its commit, beside its way here: what a killed process can lose of the journal. */
const COMMIT_AFTER_MS = 20;
/** Views hear of changes ten times a second. */
const NEWS_EVERY_MS = 100;

interface PendingQuery {
  readonly id: number;
  readonly query: JournalQuery;
  search?: Search<unknown>;
}

class JournalWorker {
  readonly #store: JournalStore;
  readonly #post: (message: FromJournal) => void;
  readonly #queries: PendingQuery[] = [];
  #commitTimer: NodeJS.Timeout | undefined;
  #newsTimer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #retaining = false;
  /** One message a failure, not one for everything that is lost meanwhile. */
  #faulty = false;

  constructor(store: JournalStore, post: (message: FromJournal) => void) {
    this.#store = store;
    this.#post = post;
    this.#retaining = true;
    this.#takeTurns();
  }

  receive(message: ToJournal): void {
    switch (message.t) {
      case "apply":
        for (const operation of message.operations) this.#apply(operation);
        this.#commitTimer ??= setTimeout(() => this.#commit(), COMMIT_AFTER_MS);
        return this.#post({ t: "applied", weight: message.weight });
      case "query":
        this.#queries.push({ id: message.id, query: message.query });
        return this.#takeTurns();
      case "abort": {
        const at = this.#queries.findIndex((pending) => pending.id === message.id);
        if (at >= 0) this.#queries.splice(at, 1);
        return;
      }
      case "close":
        return this.#close(message.next);
    }
  }

  #apply(operation: JournalOperation): void {
    try {
      this.#store.apply(operation);
    } catch (error) {
      this.#fault(error);
    }
  }

  #commit(): void {
    clearTimeout(this.#commitTimer);
    this.#commitTimer = undefined;
    try {
      this.#store.commit();
      this.#faulty = false;
    } catch (error) {
      this.#fault(error);
    }
    if (this.#store.hasNews) this.#newsTimer ??= setTimeout(() => this.#tell(), NEWS_EVERY_MS);
    this.#retaining = true;
    this.#takeTurns();
  }

  #tell(): void {
    this.#newsTimer = undefined;
    try {
      this.#post({ t: "news", news: this.#store.takeNews() });
    } catch (error) {
      this.#fault(error);
    }
  }

  /** Long work is done a step a turn of the loop, so that what is told is taken in between. */
  #takeTurns(): void {
    this.#turn ??= setImmediate(() => {
      this.#turn = undefined;
      const pending = this.#queries.shift();
      if (pending !== undefined) this.#step(pending);
      else if (this.#retaining) this.#retain();
      if (this.#queries.length > 0 || this.#retaining) this.#takeTurns();
    });
  }

  #step(pending: PendingQuery): void {
    try {
      pending.search ??= this.#start(pending.query);
      const { done, value } = pending.search.next();
      // A long search goes to the end of the queue: what can be answered at once does not wait for it.
      if (done === true) this.#post({ t: "answer", id: pending.id, value });
      else this.#queries.push(pending);
    } catch (error) {
      this.#post({ t: "failed", id: pending.id, error: toErrorView(error) });
    }
  }

  #start(query: JournalQuery): Search<unknown> {
    const store = this.#store;
    switch (query.kind) {
      case "invocations":
        return store.reader.invocations(query.query);
      case "logs":
        return store.reader.logs(query.query);
      case "invocation":
        return answer(store.reader.invocation(query.id));
      case "sentCalls":
        return store.reader.sentCalls(query.query);
      case "linkCalls":
        return store.reader.linkCalls();
      case "hostCalls":
        return answer(store.reader.hostCalls(query.query));
      case "messages":
        return store.messages.messages(query.query);
      case "message":
        return answer(store.messages.message(query.id));
      case "subjects":
        return store.subjects(query.query);
      case "clear-messages":
        return answer(store.clearMessages());
      case "counts":
        return answer(store.retainer.counts());
      case "clear":
        return answer(store.retainer.clear());
      case "retain":
        this.#retaining = true;
        return answer(store.retain(query.retention));
      case "set-ids-apart":
        return answer(store.setIdsApart(query.from));
      case "flush":
        return answer(store.commit());
    }
  }

  #retain(): void {
    try {
      this.#retaining = this.#store.retainer.step();
    } catch (error) {
      this.#retaining = false;
      this.#fault(error);
    }
  }

  #close(next: number): void {
    clearTimeout(this.#commitTimer);
    clearTimeout(this.#newsTimer);
    clearImmediate(this.#turn);
    try {
      this.#store.close(next);
    } catch (error) {
      this.#fault(error);
    }
    this.#post({ t: "closed" });
    parentPort?.close();
  }

  #fault(error: unknown): void {
    if (!this.#faulty) this.#post({ t: "fault", error: toErrorView(error) });
    this.#faulty = true;
  }
}

// eslint-disable-next-line require-yield -- an answer that is there at once is a search of one step
function* answer(value: unknown): Search<unknown> {
  return value as unknown[];
}

function start(): void {
  const port = parentPort;
  if (port === null) throw new Error("The journal's worker is started by `Journal`, not by itself.");
  const post = (message: FromJournal) => port.postMessage(message);
  let store: JournalStore;
  try {
    store = new JournalStore(workerData as JournalBoot, new Date());
  } catch (error) {
    post({ t: "refused", error: toErrorView(error) });
    return;
  }
  const worker = new JournalWorker(store, post);
  port.on("message", (message: ToJournal) => worker.receive(message));
  post({ t: "opened", ...store.opened });
}

start();

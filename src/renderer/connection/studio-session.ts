import { type StudioApi, type StudioEvents, studioMethods } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { EpochMs } from "../../shared/model.ts";
import type { Port } from "../../shared/port.ts";
import { type Connection, connect } from "../../shared/rpc.ts";
import { ValueStore } from "../store/value-store.ts";

export type SessionStatus =
  | { readonly state: "connecting" }
  | { readonly state: "ready" }
  | { readonly state: "lost"; readonly reason: string; readonly retryAt: EpochMs };

const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 10_000;

const eventNames = Object.keys({
  "project-changed": true,
  "invocations-changed": true,
  "logs-appended": true,
  "state-changed": true,
  "builds-changed": true,
  "pinned-calls-changed": true,
  "message-templates-changed": true,
  "build-printed": true,
  "messages-changed": true,
  "messages-cleared": true,
  "subscriptions-changed": true,
  "journal-cleared": true,
  "secrets-changed": true,
  "audit-changed": true,
  "config-changed": true,
  "doctor-progressed": true,
  "egress-questions-changed": true,
  "events-skipped": true,
} satisfies Record<keyof StudioEvents, true>) as (keyof StudioEvents)[];

/**
 * The studio as views see it: one api and one set of events that outlive the connection. When the studio is lost it
 * is looked for again, with growing pauses, until `dispose`.
 */
export class StudioSession {
  readonly status = new ValueStore<SessionStatus>({ state: "connecting" });
  readonly api: StudioApi;
  readonly #openPort: () => Promise<Port>;
  readonly #listeners = new Map<keyof StudioEvents, Set<(value: never) => void>>();
  #connection: Connection<StudioApi, StudioEvents> | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #opening = false;
  #disposed = false;

  constructor(openPort: () => Promise<Port>) {
    this.#openPort = openPort;
    this.api = this.#forwardingApi();
  }

  /** Opens the connection, now; also what a "try now" button calls. */
  async open(): Promise<void> {
    clearTimeout(this.#retryTimer);
    if (this.#opening || this.#connection !== undefined || this.#disposed) return;
    this.#opening = true;
    try {
      const port = await this.#openPort();
      if (this.#disposed) return port.close();
      this.#adopt(connect<StudioApi, StudioEvents>(port, studioMethods));
    } catch (error) {
      this.#retryLater(error instanceof Error ? error.message : String(error));
    } finally {
      this.#opening = false;
    }
  }

  on<K extends keyof StudioEvents>(name: K, listener: (value: StudioEvents[K]) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(listener));
    return () => set.delete(listener);
  }

  /** Runs at once when the studio is there, and again after each return of it. */
  onReady(listener: () => void): () => void {
    if (this.status.get().state === "ready") listener();
    return this.status.subscribe(() => {
      if (this.status.get().state === "ready") listener();
    });
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#retryTimer);
    this.#connection?.close();
  }

  #adopt(connection: Connection<StudioApi, StudioEvents>): void {
    this.#connection = connection;
    this.#attempts = 0;
    for (const name of eventNames) {
      connection.on(name, (value) => {
        for (const listener of this.#listeners.get(name) ?? []) listener(value as never);
      });
    }
    connection.onClose(() => {
      this.#connection = undefined;
      if (!this.#disposed) this.#retryLater("The studio stopped answering.");
    });
    this.status.set({ state: "ready" });
  }

  #retryLater(reason: string): void {
    if (this.#disposed) return;
    const pause = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.#attempts);
    this.#attempts += 1;
    this.status.set({ state: "lost", reason, retryAt: Date.now() + pause });
    this.#retryTimer = setTimeout(() => void this.open(), pause);
  }

  #forwardingApi(): StudioApi {
    const api: Record<string, unknown> = {};
    for (const method of studioMethods) {
      api[method] = (...args: unknown[]) => {
        const target = this.#connection?.api as Record<string, (...all: unknown[]) => unknown> | undefined;
        const call = target?.[method];
        return call === undefined
          ? Promise.reject(new StudioError("studio-lost", "The studio is not running. It is being looked for."))
          : call(...args);
      };
    }
    return api as unknown as StudioApi;
  }
}

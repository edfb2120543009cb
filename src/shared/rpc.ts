import { type ErrorView, fromErrorView, StudioError, toErrorView } from "./errors.ts";
import type { Port } from "./port.ts";

/**
 * Calls, cancellation and events over a `Port`. A service is an object whose listed methods take plain data (and an
 * optional `AbortSignal` last) and return promises of plain data.
 */
type Message =
  | { readonly t: "call"; readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly t: "abort"; readonly id: number }
  | { readonly t: "ok"; readonly id: number; readonly value: unknown }
  | { readonly t: "err"; readonly id: number; readonly error: ErrorView }
  | { readonly t: "event"; readonly name: string; readonly value: unknown };

type AnyFunction = (...args: never[]) => unknown;
type Methods<T> = { [K in keyof T]: T[K] extends AnyFunction ? K : never }[keyof T] & string;

/**
 * The allow-list of a service's methods: leaving one out is a compile error that names it.
 * `namesOf<Api>()("open", "close")`.
 */
export function namesOf<T>() {
  return <const N extends readonly Methods<T>[]>(
    ...names: Exclude<Methods<T>, N[number]> extends never ? N : [{ missing: Exclude<Methods<T>, N[number]> }]
  ): ReadonlySet<string> => new Set(names as readonly string[]);
}

export type EventSink<Events> = <K extends keyof Events & string>(name: K, value: Events[K]) => void;

export interface Served<Events> {
  readonly emit: EventSink<Events>;
  /** Aborts what is running for this port and closes it. */
  dispose(): void;
}

/** Answers calls on a port with a service's methods until the port closes. */
export function serve<Api extends object, Events>(
  port: Port,
  service: Api,
  methods: ReadonlySet<string>,
): Served<Events> {
  const running = new Map<number, AbortController>();
  const stop = () => {
    for (const controller of running.values()) controller.abort();
    running.clear();
  };
  const answer = async (id: number, method: string, args: readonly unknown[]) => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      if (!methods.has(method))
        throw new StudioError("request-invalid", `There is no method ${JSON.stringify(method)}.`);
      const fn = (service as Record<string, (...all: unknown[]) => unknown>)[method];
      if (fn === undefined) throw new StudioError("request-invalid", `The method ${method} is not served here.`);
      const value = await fn.call(service, ...args, controller.signal);
      port.post({ t: "ok", id, value } satisfies Message);
    } catch (error) {
      port.post({ t: "err", id, error: toErrorView(error) } satisfies Message);
    } finally {
      running.delete(id);
    }
  };
  port.onMessage((raw) => {
    const message = parseMessage(raw);
    if (message?.t === "call") void answer(message.id, message.method, message.args);
    else if (message?.t === "abort") running.get(message.id)?.abort();
  });
  port.onClose(stop);
  return {
    emit: (name, value) => port.post({ t: "event", name, value } satisfies Message),
    dispose: () => {
      stop();
      port.close();
    },
  };
}

/** A method of the service as the caller sees it. */
export interface Connection<Api extends object, Events> {
  readonly api: Api;
  /** Listens to one event; the returned function stops. */
  on<K extends keyof Events & string>(name: K, listener: (value: Events[K]) => void): () => void;
  /** Called once when the port closes; every pending call has then been rejected with `studio-lost`. */
  onClose(listener: () => void): void;
  close(): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The calling side. An `AbortSignal` as last argument cancels the call on the other side. */
export function connect<Api extends object, Events>(port: Port, methods: ReadonlySet<string>): Connection<Api, Events> {
  let nextId = 1;
  let closed = false;
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<(value: never) => void>>();
  const closeListeners: (() => void)[] = [];
  port.onMessage((raw) => {
    const message = parseMessage(raw);
    if (message?.t === "event") {
      for (const listener of listeners.get(message.name) ?? []) listener(message.value as never);
    } else if (message?.t === "ok") {
      pending.get(message.id)?.resolve(message.value);
      pending.delete(message.id);
    } else if (message?.t === "err") {
      pending.get(message.id)?.reject(fromErrorView(message.error));
      pending.delete(message.id);
    }
  });
  port.onClose(() => {
    closed = true;
    for (const call of pending.values()) call.reject(lost());
    pending.clear();
    for (const listener of closeListeners) listener();
  });
  const call = (method: string, all: readonly unknown[]): Promise<unknown> => {
    if (closed) return Promise.reject(lost());
    const last = all.at(-1);
    const signal = last instanceof AbortSignal ? last : undefined;
    const args = signal === undefined ? all : all.slice(0, -1);
    signal?.throwIfAborted();
    const id = nextId++;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      signal?.addEventListener("abort", () => port.post({ t: "abort", id } satisfies Message), { once: true });
      port.post({ t: "call", id, method, args } satisfies Message);
    });
  };
  const api: Record<string, unknown> = {};
  for (const method of methods) api[method] = (...args: unknown[]) => call(method, args);
  return {
    api: api as Api,
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
    onClose: (listener) => void closeListeners.push(listener),
    close: () => port.close(),
  };
}

function lost(): StudioError {
  return new StudioError("studio-lost", "The studio is not running any more. Restart it to go on.");
}

function parseMessage(raw: unknown): Message | undefined {
  if (typeof raw !== "object" || raw === null) return undefined;
  const message = raw as Partial<Record<string, unknown>>;
  switch (message["t"]) {
    case "call":
      return typeof message["id"] === "number" &&
        typeof message["method"] === "string" &&
        Array.isArray(message["args"])
        ? (raw as Message)
        : undefined;
    case "abort":
    case "ok":
    case "err":
      return typeof message["id"] === "number" ? (raw as Message) : undefined;
    case "event":
      return typeof message["name"] === "string" ? (raw as Message) : undefined;
    default:
      return undefined;
  }
}

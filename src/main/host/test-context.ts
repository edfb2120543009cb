import type { VersionId, WriterView } from "../../shared/model.ts";
import type { BlobstoreBackend } from "./blobstore/backend.ts";
import type { HostClock, HostContext, HostModule, LinkChoice, PipeReader, Waitable } from "./context.ts";
import type { KeyvalueBackend } from "./keyvalue/backend.ts";
import type { MessagingBackend } from "./messaging/backend.ts";
import { type TestPipes, testPipes } from "./test-pipes.ts";
import { trap } from "./trap.ts";

export interface TestContextOptions {
  readonly env?: readonly (readonly [string, string])[];
  readonly args?: readonly string[];
  readonly stdin?: PipeReader;
  readonly config?: Readonly<Record<string, string>>;
  /** By interface name, `wasi:keyvalue/store`. */
  readonly keyvalue?: (interfaceName: string) => KeyvalueBackend | undefined;
  readonly bucketRefusal?: HostContext["bucketRefusal"];
  readonly messaging?: MessagingBackend;
  readonly links?: LinkChoice;
  readonly blobstore?: (interfaceName: string) => BlobstoreBackend | undefined;
  /** Functions the component does not import, `wasi:blobstore/types#outgoing-value.finish`; it imports all others. */
  readonly notImported?: readonly string[];
  /** Bytes a pipe to the studio takes before its reader does. */
  readonly creditBytes?: number;
}

/** A whole HostContext for tests: time stands still unless a wait moves it, and what the guest does is kept. */
export interface TestContext extends HostContext {
  readonly pipes: TestPipes;
  readonly clock: TestClock;
  /** Lets something happen while the guest waits: `delayNs` after now, in the order of time. */
  later(event: () => void, delayNs?: bigint): void;
  /** How often the guest really had to wait. */
  readonly waits: number;
  readonly versions: VersionId[];
  printed(stream: "stdout" | "stderr"): string;
  /** Each print as it came. */
  readonly prints: readonly { readonly stream: "stdout" | "stderr"; readonly bytes: Uint8Array }[];
  /** Runs what was registered for the end of the instance, last first; the context serves the next one after it. */
  endInstance(): void;
}

export interface TestClock extends HostClock {
  advance(ns: bigint): void;
}

/** A function of a module as the guest reaches it. */
export function hostFunction(
  modules: Readonly<Record<string, HostModule>>,
  module: string,
  name: string,
): (...args: unknown[]) => unknown {
  const found = modules[module]?.[name];
  if (typeof found !== "function") throw new Error(`there is no function ${name} in ${module}`);
  return found as (...args: unknown[]) => unknown;
}

const WALL_START_MS = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
const DEFAULT_CREDIT_BYTES = 64 * 1024;

export function testContext(options: TestContextOptions = {}): TestContext {
  const clock = testClock();
  const pipes = testPipes(options.creditBytes ?? DEFAULT_CREDIT_BYTES);
  const versions: VersionId[] = [];
  const prints: { stream: "stdout" | "stderr"; bytes: Uint8Array }[] = [];
  const events: { at: bigint; run: () => void }[] = [];
  const releases: (() => void)[] = [];
  const writer: WriterView = {
    kind: "invocation",
    invocation: 1,
    component: "test",
    build: "test-build",
    function: "test",
  };
  let waits = 0;
  return {
    component: "test",
    build: "test-build",
    invocation: 1,
    writer: () => writer,
    keyvalue: (name) => options.keyvalue?.(name) ?? trap(`no backend is linked to ${name}`),
    bucketRefusal: (name, bucket) => options.bucketRefusal?.(name, bucket),
    links: options.links ?? { names: () => [], choose: () => undefined },
    messaging: (name) => options.messaging ?? trap(`no backend is linked to ${name}`),
    blobstore: (name) => options.blobstore?.(name) ?? trap(`no backend is linked to ${name}`),
    imports: (name, fn) => options.notImported?.includes(`${name}#${fn}`) !== true,
    clock,
    pipes,
    limits: { maxBlockMs: 1000 },
    env: options.env ?? [],
    args: options.args ?? [],
    config: new Map(Object.entries(options.config ?? {})),
    ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
    wait: (sources) => {
      waits += 1;
      return waitFor(sources, clock, events);
    },
    changed: (more) => void versions.push(...more),
    print: (stream, bytes) => void prints.push({ stream, bytes: bytes.slice() }),
    onInstanceEnd: (release) => void releases.push(release),
    later: (event, delayNs = 0n) => {
      events.push({ at: clock.monotonicNs() + delayNs, run: event });
      events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    },
    get waits() {
      return waits;
    },
    versions,
    prints,
    printed: (stream) =>
      Buffer.concat(prints.filter((print) => print.stream === stream).map((print) => print.bytes)).toString("utf8"),
    endInstance: () => {
      for (const release of releases.splice(0).toReversed()) release();
      pipes.endInstance();
    },
  };
}

/** Fails instead of hanging: with nothing left to happen a real guest would wait for ever. */
function waitFor(sources: readonly Waitable[], clock: TestClock, events: { at: bigint; run: () => void }[]): number[] {
  if (sources.length === 0) throw new Error("a wait for nothing never ends");
  for (;;) {
    const ready = sources.flatMap((source, position) => (source.ready() ? [position] : []));
    if (ready.length > 0) return ready;
    const now = clock.monotonicNs();
    const deadlines = sources.map((source) => source.deadlineNs()).filter((at) => at !== undefined);
    const deadline = deadlines.reduce<bigint | undefined>(
      (first, at) => (first === undefined || at < first ? at : first),
      undefined,
    );
    const event = events[0];
    if (event !== undefined && (deadline === undefined || event.at <= deadline)) {
      events.shift();
      if (event.at > now) clock.advance(event.at - now);
      event.run();
    } else if (deadline === undefined) {
      throw new Error("the guest waits for something that can never happen");
    } else if (deadline <= now) {
      throw new Error("a source is past its deadline and not ready");
    } else {
      clock.advance(deadline - now);
    }
  }
}

function testClock(): TestClock {
  let elapsedNs = 0n;
  return {
    monotonicNs: () => 1_000_000_000n + elapsedNs,
    wallMs: () => WALL_START_MS + Number(elapsedNs) / 1e6,
    advance: (ns) => {
      elapsedNs += ns;
    },
  };
}

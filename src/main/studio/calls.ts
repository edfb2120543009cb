import {
  type HttpReplyView,
  type HttpRequestInput,
  type InvokeInput,
  type InvokeReply,
  type RunInput,
  type RunPrint,
  VALUE_CHUNK_BYTES,
} from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { Cause, FunctionView } from "../../shared/model.ts";
import { resolveTarget } from "../wit/target.ts";
import { parseArgs } from "../wit/values/parse-value.ts";
import { resultToJson } from "../wit/values/to-json.ts";
import { Views } from "../wit/view.ts";
import { PROGRAM_NAME } from "./component/link-build.ts";
import type { LinkedBuild } from "./component/linked-build.ts";
import { DirectExchange, requireSendable } from "./invocation/direct-exchange.ts";
import type { HttpInvoker } from "./invocation/http-invoker.ts";
import type { EndedInvocation, Invocations } from "./invocation/invocations.ts";
import { printedIn } from "./invocation/printed.ts";
import { RunOutput } from "./invocation/run-output.ts";
import type { InwardPipe } from "./pool/pipes.ts";

export interface CallsOptions {
  readonly invocations: Invocations;
  readonly http: HttpInvoker;
  /** @throws StudioError `component-not-found`, `component-not-ready` */
  readonly buildOf: (component: string) => Promise<LinkedBuild>;
  /** Host and port a component sees when a person calls it. */
  readonly authority: () => string;
}

/** Only windows send requests by hand; commands call and run. */
const BY_WINDOW: Cause = { kind: "person", via: "window" };

/** Calls that a person makes: HTTP requests, typed calls of exports, runs with input and output. */
export class Calls {
  readonly #options: CallsOptions;
  readonly #inputs = new Map<string, Promise<InwardPipe | undefined>>();
  readonly #outputs = new Map<string, RunOutput>();

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  async send(input: HttpRequestInput, signal: AbortSignal): Promise<HttpReplyView> {
    requireSendable(input);
    const exchange = new DirectExchange(input, this.#options.authority(), VALUE_CHUNK_BYTES, signal);
    const { outcome, reason } = await this.#options.http.http(input.component, exchange, BY_WINDOW);
    return exchange.reply(reason ?? (outcome === "ok" ? undefined : outcome));
  }

  async invoke(input: InvokeInput, signal: AbortSignal): Promise<InvokeReply> {
    const build = await this.#options.buildOf(input.component);
    const target = resolveTarget(build.world, input.target);
    const view = new Views().function(target.function, target.nameOf, target.text);
    if (view.unsupported !== undefined) throw new StudioError("arguments-unsupported", view.unsupported);
    const args = parseArgs(view.params, input.args);
    const started = await this.#options.invocations.start(
      build,
      {
        kind: "function",
        title: target.text,
        cause: { kind: "person", via: input.via ?? "window" },
        args: input.args,
        task: () => ({ kind: "call", interface: target.interface, member: target.member, args }),
        atEnd: (result) => (result === undefined ? {} : valuesOf(view, result)),
      },
      signal,
    );
    const stop = killOnAbort(signal, () => started.kill("the caller gave up"));
    const ended = await started.ended;
    stop();
    return { invocation: ended.id, outcome: ended.outcome, durationMs: ended.durationMs, ...valuesOf(view, ended) };
  }

  async run(input: RunInput, signal: AbortSignal): Promise<InvokeReply> {
    // Before anything is waited for: input may follow the call at once.
    const given = Promise.withResolvers<InwardPipe | undefined>();
    this.#inputs.set(input.run, given.promise);
    const output = new RunOutput();
    this.#outputs.set(input.run, output);
    try {
      const build = await this.#options.buildOf(input.component);
      const exported = build.exports.find(({ kind }) => kind === "run");
      if (exported === undefined) {
        const note = build.exports.find(({ name }) => name.startsWith("wasi:cli/run@"))?.note;
        throw new StudioError(
          "export-not-found",
          note === undefined
            ? `${input.component} exports no wasi:cli/run, so there is nothing to run. Call its functions, or send it a request.`
            : `There is nothing to run in ${input.component}. ${note}`,
        );
      }
      const started = await this.#options.invocations.start(
        build,
        {
          kind: "run",
          title: ["run", ...input.args].join(" "),
          cause: { kind: "person", via: input.via ?? "window" },
          guestTimeMs: 0,
          task: (pipes) => {
            const stdin = pipes.toGuest();
            given.resolve(stdin);
            return { kind: "run", interface: exported.name, args: [PROGRAM_NAME, ...input.args], stdin: stdin.id };
          },
          onRecords: (records) => {
            for (const print of printedIn(records)) output.add(print);
          },
          full: () => output.full,
        },
        signal,
      );
      const stop = killOnAbort(signal, () => started.kill("interrupted"));
      const { id, outcome, durationMs } = await started.ended;
      stop();
      this.#inputs.delete(input.run);
      output.end();
      await output.taken(signal);
      return { invocation: id, outcome, durationMs };
    } finally {
      given.resolve(undefined);
      output.end();
      this.#inputs.delete(input.run);
      this.#outputs.delete(input.run);
    }
  }

  async runOutput(run: string, signal: AbortSignal): Promise<readonly RunPrint[]> {
    return (await this.#outputs.get(run)?.next(signal)) ?? [];
  }

  async runInput(run: string, bytes: Uint8Array | null): Promise<void> {
    const over = () => new StudioError("request-invalid", "That run is over; its input goes nowhere.");
    const before = this.#inputs.get(run);
    if (before === undefined) throw over();
    // One after the other, also for a caller who does not wait for the last one.
    const sent = before.then(async (pipe) => {
      if (pipe === undefined) throw over();
      if (bytes === null) pipe.finish();
      else await pipe.write(bytes);
      return pipe;
    });
    this.#inputs.set(
      run,
      sent.catch(() => undefined),
    );
    await sent;
  }
}

/** The JSON forms of what came back. */
function valuesOf(
  { result }: FunctionView,
  { outcome, value, error }: Pick<EndedInvocation, "outcome" | "value" | "error">,
) {
  const type = result?.kind === "result" ? result.ok : result;
  // A component that ended itself well, by `exit`, has not returned.
  if (outcome === "ok" && value === undefined && type?.kind !== "option") return {};
  if (outcome === "ok") return resultToJson(result, "ok", value);
  return outcome === "error" ? resultToJson(result, "error", error) : {};
}

function killOnAbort(signal: AbortSignal, kill: () => void): () => void {
  if (signal.aborted) kill();
  else signal.addEventListener("abort", kill, { once: true });
  return () => signal.removeEventListener("abort", kill);
}

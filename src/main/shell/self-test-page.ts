import { STUDIO_PORT } from "../../shared/bridge.ts";
import type { SelfTestFacts } from "../../shared/studio-process.ts";

/** What the page found out about itself and its way to the studio. */
export interface PageFindings {
  readonly origin: string;
  /** Members of `window.vitrine`. */
  readonly bridge: readonly string[];
  readonly node: boolean;
  readonly sent: number;
  readonly echoed: number;
  readonly roundTripMs: number;
  /** Status of the built page. */
  readonly index: number;
  /** Status of a path that leads out of the page. */
  readonly traversal: number;
  readonly violations: number;
  readonly studio: SelfTestFacts;
}

/** Runs in the page; yields `PageFindings`. Speaks the wire form of `rpc.ts`, since the page's own code is not asked. */
export const PAGE_PROBE = `(async () => {
  let violations = 0;
  document.addEventListener("securitypolicyviolation", () => { violations += 1; });
  const nonce = crypto.randomUUID();
  const port = await new Promise((resolve) => {
    window.addEventListener("message", (event) => {
      if (event.source === window && event.data?.type === ${JSON.stringify(STUDIO_PORT)} && event.data.nonce === nonce) resolve(event.ports[0]);
    });
    window.vitrine.connect(nonce);
  });
  const waiting = new Map();
  port.onmessage = ({ data }) => {
    const call = waiting.get(data.id);
    if (data.t === "ok") call?.resolve(data.value);
    else if (data.t === "err") call?.reject(new Error(data.error.message));
  };
  let id = 0;
  const call = (method, ...args) => new Promise((resolve, reject) => {
    id += 1;
    waiting.set(id, { resolve, reject });
    port.postMessage({ t: "call", id, method, args });
  });
  const sent = 1024 * 1024;
  const started = performance.now();
  const echoed = await call("echo", new Uint8Array(sent));
  const roundTripMs = performance.now() - started;
  const index = await fetch("/index.html").then((reply) => reply.status);
  const traversal = await fetch("/..%2fpackage.json").then((reply) => reply.status);
  return {
    origin: location.origin,
    bridge: Object.keys(window.vitrine ?? {}),
    node: typeof process !== "undefined" || typeof require !== "undefined",
    sent,
    echoed: echoed.byteLength,
    roundTripMs,
    index,
    traversal,
    violations,
    studio: await call("facts"),
  };
})()`;

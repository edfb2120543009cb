/** Every component of the conformance project: its scripts, and what the project file says of it. */
import type { Peers } from "./peers.ts";
import type { Script } from "./script.ts";
import { blobSequences } from "./scripts/blob-sequences.ts";
import { blobstoreScripts, blobsWithoutFinish } from "./scripts/blobstore.ts";
import { blobsOfBrokenStore, BROKEN_LINK, keysOfBrokenStore, keysOfBrokenStore2 } from "./scripts/broken-store.ts";
import { checkedLinks, SECOND_LINK, uncheckedLinks, undeclaredLinks } from "./scripts/bus.ts";
import { CLOSED, CLOSED_LINK, keysOfClosedList, keysOfClosedList2 } from "./scripts/closed-list.ts";
import { CONFIG, CONFIG_IDS, configScript } from "./scripts/config.ts";
import { droppedScripts } from "./scripts/dropped.ts";
import { halfStateScripts } from "./scripts/half-state.ts";
import { asksLoop, handlers, LOOPING, loops } from "./scripts/handlers.ts";
import { httpErrors } from "./scripts/http-errors.ts";
import { httpTraps } from "./scripts/http-traps.ts";
import { httpWaiting } from "./scripts/http-waiting.ts";
import { asksServer, handlesRequest, httpScripts } from "./scripts/http.ts";
import { ioScripts, readsCutContent } from "./scripts/io.ts";
import { draft2Scripts, keyvalueScripts } from "./scripts/keyvalue.ts";
import { LOGGING_IDS, loggingScript } from "./scripts/logging.ts";
import { messagingScripts, publishesTooMuch } from "./scripts/messaging.ts";
import { BROKEN_SECRET, secretsScripts, secretsWithoutAudit } from "./scripts/secrets.ts";
import { configSequences, keySequences, passwordSequences } from "./scripts/sequences.ts";
import { socketScripts } from "./scripts/sockets.ts";
import { failingOutputs } from "./scripts/stream-failures.ts";
import { ARGUMENTS, ENVIRONMENT, wasiScripts } from "./scripts/wasi.ts";

export interface ScriptGroup {
  /** The component that runs them. */
  readonly component: string;
  readonly scripts: readonly Script[];
  /** Which of the shapes of one id it imports. */
  readonly variant?: string;
  /** In the project file. */
  readonly settings?: object;
}

/** The component that runs once its content was cut short, and the one that runs while a subscription is full. */
export const CUT = "io-cut";
export const FULL = "messaging-full";
/** The last one: it runs once nothing can be written into the audit any more. */
export const UNAUDITED = "secrets-unaudited";
/** The one that answers as a handler should, and gets every request that is not for another. */
export const HANDLER = "http-handler";
/** Backends of a store that the test damages. */
export const BROKEN = { keyvalue: "broken-keys", blobstore: "broken-blobs" } as const;

const config = { config: { values: CONFIG } };
const secrets = { secrets: ["text", "bytes", BROKEN_SECRET] };
const links = {
  links: [
    { import: "wasi:keyvalue", to: "keyvalue" },
    { import: "wasi:keyvalue", name: SECOND_LINK, to: SECOND_LINK },
  ],
};
const broken = {
  links: [
    { import: "wasi:keyvalue", to: "keyvalue" },
    { import: "wasi:keyvalue", name: BROKEN_LINK, to: BROKEN.keyvalue },
    { import: "wasi:keyvalue", name: CLOSED_LINK, to: CLOSED_LINK, buckets: [CLOSED.mine, CLOSED.missing] },
  ],
};
const brokenBlobs = {
  links: [
    { import: "wasi:blobstore", to: "blobstore" },
    { import: "wasi:blobstore", name: BROKEN_LINK, to: BROKEN.blobstore },
  ],
};
const ALLOWED = ["http://127.0.0.1:*", "https://127.0.0.1:*", "http://255.255.255.255", "http://no-such-host.invalid"];
const egress = { egress: { allow: ALLOWED } };

export function scriptGroups(peers: Peers): readonly ScriptGroup[] {
  return [
    {
      component: "keyvalue",
      scripts: [...keyvalueScripts(), ...keysOfBrokenStore(), ...keysOfClosedList()],
      settings: broken,
    },
    {
      component: "keyvalue-draft2",
      scripts: [...draft2Scripts(), ...keysOfBrokenStore2(), ...keysOfClosedList2()],
      settings: broken,
    },
    {
      component: "keyvalue-draft2-spin",
      variant: "spin",
      scripts: [...draft2Scripts("spin"), ...keysOfBrokenStore2("spin"), ...keysOfClosedList2("spin")],
      settings: broken,
    },
    { component: "blobstore", scripts: [...blobstoreScripts(), ...blobsOfBrokenStore()], settings: brokenBlobs },
    { component: "blobstore-old", scripts: [blobsWithoutFinish()] },
    { component: "config", scripts: CONFIG_IDS.map(configScript), settings: config },
    { component: "logging", scripts: LOGGING_IDS.map(loggingScript) },
    { component: "messaging", scripts: messagingScripts() },
    { component: FULL, scripts: [publishesTooMuch()] },
    { component: "bus-1", scripts: uncheckedLinks("wasmcloud:bus/lattice@1.0.0"), settings: links },
    { component: "bus-2", scripts: checkedLinks("wasmcloud:bus/lattice@2.0.0"), settings: links },
    { component: "bus-2-0-1", scripts: checkedLinks("wasmcloud:bus/lattice@2.0.1"), settings: links },
    { component: "bus-undeclared", scripts: undeclaredLinks() },
    { component: "secrets", scripts: secretsScripts(), settings: secrets },
    { component: "io", scripts: [...ioScripts(), ...failingOutputs()] },
    { component: CUT, scripts: [readsCutContent()] },
    { component: "dropped", scripts: droppedScripts() },
    { component: "half-state", scripts: halfStateScripts(), settings: links },
    { component: "http", scripts: [...httpScripts(), asksServer(peers.answering)], settings: egress },
    { component: "http-errors", scripts: [...httpErrors(peers), ...httpWaiting(peers)], settings: egress },
    { component: "http-traps", scripts: httpTraps(peers), settings: egress },
    { component: HANDLER, scripts: [handlesRequest()] },
    ...handlers().map((script, position) => ({ component: `${HANDLER}-${position + 2}`, scripts: [script] })),
    { component: "asks-loop", scripts: [asksLoop(peers.ourselves)], settings: egress },
    {
      component: LOOPING.component,
      scripts: [loops(peers.ourselves)],
      settings: { ...egress, limits: { depth: LOOPING.depth } },
    },
    { component: "wasi", scripts: wasiScripts(), settings: { env: ENVIRONMENT, args: ARGUMENTS } },
    { component: "sockets", scripts: socketScripts() },
    { component: "blob-sequences", scripts: blobSequences() },
    { component: "key-sequences", scripts: keySequences(), settings: links },
    { component: "password-sequence", scripts: passwordSequences(), settings: secrets },
    { component: "config-sequence", scripts: configSequences(), settings: config },
    { component: UNAUDITED, scripts: secretsWithoutAudit(), settings: secrets },
  ];
}

/** Every component of the conformance project: its scripts, and what the project file says of it. */
import type { Script } from "./script.ts";
import { blobSequences } from "./scripts/blob-sequences.ts";
import { blobstoreScripts } from "./scripts/blobstore.ts";
import { checkedLinks, SECOND_LINK, uncheckedLinks } from "./scripts/bus.ts";
import { CONFIG, CONFIG_IDS, configScript } from "./scripts/config.ts";
import { droppedScripts } from "./scripts/dropped.ts";
import { asksServer, handlesRequest, httpScripts } from "./scripts/http.ts";
import { ioScripts, readsCutContent } from "./scripts/io.ts";
import { draft2Scripts, keyvalueScripts } from "./scripts/keyvalue.ts";
import { LOGGING_IDS, loggingScript } from "./scripts/logging.ts";
import { messagingScripts } from "./scripts/messaging.ts";
import { BROKEN_SECRET, secretsScripts } from "./scripts/secrets.ts";
import { configSequences, keySequences, passwordSequences } from "./scripts/sequences.ts";
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

const config = { config: { values: CONFIG } };
const secrets = { secrets: ["text", "bytes", BROKEN_SECRET] };
const links = {
  links: [
    { import: "wasi:keyvalue", to: "keyvalue" },
    { import: "wasi:keyvalue", name: SECOND_LINK, to: SECOND_LINK },
  ],
};

/** `server`: host and port of one that answers the scripts of wasi:http, so known. */
export function scriptGroups(server: string): readonly ScriptGroup[] {
  return [
    { component: "keyvalue", scripts: keyvalueScripts() },
    { component: "keyvalue-draft2", scripts: draft2Scripts() },
    { component: "keyvalue-draft2-spin", variant: "spin", scripts: draft2Scripts("spin") },
    { component: "blobstore", scripts: blobstoreScripts() },
    { component: "config", scripts: CONFIG_IDS.map(configScript), settings: config },
    { component: "logging", scripts: LOGGING_IDS.map(loggingScript) },
    { component: "messaging", scripts: messagingScripts() },
    { component: "bus-1", scripts: uncheckedLinks("wasmcloud:bus/lattice@1.0.0"), settings: links },
    { component: "bus-2", scripts: checkedLinks("wasmcloud:bus/lattice@2.0.0"), settings: links },
    { component: "bus-2-0-1", scripts: checkedLinks("wasmcloud:bus/lattice@2.0.1"), settings: links },
    { component: "secrets", scripts: secretsScripts(), settings: secrets },
    { component: "io", scripts: ioScripts() },
    { component: "io-cut", scripts: [readsCutContent()] },
    { component: "dropped", scripts: droppedScripts() },
    {
      component: "http",
      scripts: [...httpScripts(), asksServer(server)],
      settings: { egress: { allow: [`http://${server}`] } },
    },
    { component: "http-handler", scripts: [handlesRequest()] },
    { component: "wasi", scripts: wasiScripts(), settings: { env: ENVIRONMENT, args: ARGUMENTS } },
    { component: "blob-sequences", scripts: blobSequences() },
    { component: "key-sequences", scripts: keySequences(), settings: links },
    { component: "password-sequence", scripts: passwordSequences(), settings: secrets },
    { component: "config-sequence", scripts: configSequences(), settings: config },
  ];
}

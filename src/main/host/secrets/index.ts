import type { HostPackage } from "../context.ts";
import { createSecrets } from "./interface.ts";

export { utf8Text } from "./forms.ts";
export { redactValue } from "./redact-value.ts";
export { maskOf, type OnFound, Redactor, type StreamRedactor } from "./redactor.ts";

const note = "the secrets that the project file lets this component have";
const versions = ["0.1.0-draft"];

/** wasmcloud:secrets. */
export const secrets: HostPackage = {
  name: "wasmcloud:secrets",
  interfaces: [
    { name: "store", versions, module: "store", note },
    { name: "reveal", versions, module: "reveal", note },
  ],
  create: (ctx) => createSecrets(ctx),
};

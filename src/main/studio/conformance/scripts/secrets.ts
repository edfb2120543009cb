import { anything, callsOf, Handle, type Script, variantCase } from "../script.ts";

export const SECRETS = { text: "pässword", bytes: Uint8Array.of(0, 255, 254) } as const;
/** Declared and granted, but its source cannot be read. */
export const BROKEN_SECRET = "broken";

/** wasmcloud:secrets@0.1.0-draft. This host answers nothing with `upstream`: its sources are all local. */
export function secretsScripts(): readonly Script[] {
  const store = callsOf("wasmcloud:secrets/store@0.1.0-draft");
  const reveal = callsOf("wasmcloud:secrets/reveal@0.1.0-draft");
  const text = new Handle("a secret text");
  const bytes = new Handle("secret bytes");
  return [
    {
      does: "reveals the secrets it may have, and no others",
      steps: [
        store("get", "text").ok(text),
        store("get", "bytes").ok(bytes),
        reveal("reveal", text).gives(variantCase("string", SECRETS.text)),
        reveal("reveal", bytes).gives(variantCase("bytes", SECRETS.bytes)),
        reveal("reveal", text).gives(variantCase("string", SECRETS.text)),
        store("get", "nobody declared this").err("not-found"),
        store("get", BROKEN_SECRET).err(variantCase("io", anything)),
      ],
    },
    {
      does: "traps when it reveals a secret it has dropped",
      steps: [
        store("get", "text").ok(text),
        store.drop("secret", text),
        reveal("reveal", text).isRefused("unknown handle index"),
      ],
    },
  ];
}

/** To be run once the audit can be written no more. What it says names a file. */
export function secretsWithoutAudit(): readonly Script[] {
  const store = callsOf("wasmcloud:secrets/store@0.1.0-draft");
  return [
    {
      does: "gets no secret that cannot be put into the audit, nor is told whether there is one",
      steps: [
        store("get", "text").err(variantCase("io", anything)),
        store("get", "nobody declared this").err(variantCase("io", anything)),
      ],
    },
  ];
}

import type { BytesPreview, HostCallView, ValuePreview } from "../../shared/model.ts";

/** Bytes as the command line prints them in JSON. */
export function bytesJson(bytes: Uint8Array): { readonly base64: string } {
  return { base64: Buffer.from(bytes).toString("base64") };
}

/** A preview as JSON; what was cut says so, so that nobody takes a part for the whole. */
export function previewJson(preview: ValuePreview): unknown {
  switch (preview.t) {
    case "none":
      return null;
    case "bool":
    case "number":
      return preview.v;
    case "string":
      return preview.cut ? { text: preview.v, totalBytes: preview.total } : preview.v;
    case "bytes":
      return keptBytes(preview);
    case "list": {
      const items = preview.items.map(previewJson);
      return items.length < preview.total ? { items, total: preview.total } : items;
    }
    case "record":
      return Object.fromEntries(preview.fields.map(({ name, value }) => [name, previewJson(value)]));
    case "variant":
      return preview.value === undefined ? { tag: preview.tag } : { tag: preview.tag, val: previewJson(preview.value) };
    case "resource":
      return { resource: preview.type, id: preview.id, ...(preview.label === "" ? {} : { label: preview.label }) };
    case "cut":
      return { cut: true };
  }
}

function keptBytes({ kept, total }: BytesPreview): unknown {
  return kept.length < total ? { ...bytesJson(kept), totalBytes: total } : bytesJson(kept);
}

/** One host call of `invoke --json`. */
export function callJson(call: HostCallView) {
  const outcome = call.result === undefined ? null : previewJson(call.result);
  return {
    interface: call.interface,
    function: call.function,
    link: call.link,
    args: call.args.map(({ value }) => previewJson(value)),
    result: call.outcome === "ok" ? outcome : null,
    error: call.outcome === "err" || call.outcome === "trap" ? outcome : null,
    durationMs: call.durationMs ?? null,
  };
}

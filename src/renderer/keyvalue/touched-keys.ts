import type { HostCallView, ValuePreview } from "../../shared/model.ts";
import type { BucketNames } from "../project/bucket-names.ts";

interface TouchedKey {
  readonly label: string;
  readonly path: readonly string[];
  readonly params: Readonly<Record<string, string>>;
}

/** What a call of wasi:keyvalue was about: keys, or the bucket where it names none; only what was recorded whole. */
export function touchedKeys(call: HostCallView, nameOf: BucketNames): readonly TouchedKey[] {
  if (!call.interface.startsWith("wasi:keyvalue/") || call.backend === "") return [];
  const [self] = call.args.flatMap(({ value }) => (value.t === "resource" ? [value] : []));
  const said = call.args.flatMap(({ value }) => textsOf(value));
  const [called, keys] = self === undefined ? [said[0], []] : [self.label, said];
  if (called === undefined || called === "") return [];
  const bucket = nameOf(call.backend, called);
  const path = ["keyvalue", call.backend, bucket];
  return keys.length === 0
    ? [{ label: `bucket ${bucket}`, path, params: {} }]
    : keys.map((key) => ({ label: `${bucket}/${key}`, path, params: { key } }));
}

function textsOf(value: ValuePreview): readonly string[] {
  if (value.t === "list") return value.items.flatMap(textsOf);
  return value.t === "string" && !value.cut ? [value.v] : [];
}

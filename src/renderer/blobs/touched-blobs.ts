import type { HostCallView, ValuePreview } from "../../shared/model.ts";
import type { BucketNames } from "../project/bucket-names.ts";
import { objectPlace } from "./object-place.ts";

interface TouchedBlob {
  readonly label: string;
  readonly path: readonly string[];
  readonly params: Readonly<Record<string, string>>;
}

/**
 * What a call of wasi:blobstore was about: objects, or the container where it names none. Only names that were recorded
 * whole.
 */
export function touchedBlobs(call: HostCallView, nameOf: BucketNames): readonly TouchedBlob[] {
  if (!call.interface.startsWith("wasi:blobstore/") || call.backend === "") return [];
  const place = (said: string, names: readonly string[]): readonly TouchedBlob[] => {
    const container = nameOf(call.backend, said);
    return names.length === 0
      ? [{ label: `container ${container}`, path: ["blobs", call.backend, container], params: {} }]
      : names.map((name) => ({
          label: `${container}/${name}`,
          ...objectPlace({ backend: call.backend, container, name }),
        }));
  };
  const ids = call.args.flatMap(({ value }) => objectIdOf(value) ?? []);
  if (ids.length > 0) return ids.flatMap(({ container, name }) => place(container, [name]));
  const [self] = call.args.flatMap(({ value }) => (value.t === "resource" ? [value] : []));
  if (self?.type === "container" && self.label !== "") {
    return place(
      self.label,
      call.args.flatMap(({ value }) => textsOf(value)),
    );
  }
  // Functions of the interface itself take the name of a container.
  const [name] = call.args.flatMap(({ value }) => textsOf(value));
  return self === undefined && name !== undefined ? place(name, []) : [];
}

function textsOf(value: ValuePreview): readonly string[] {
  if (value.t === "list") return value.items.flatMap(textsOf);
  return value.t === "string" && !value.cut ? [value.v] : [];
}

/** `object-id { container, object }` */
function objectIdOf(value: ValuePreview): { readonly container: string; readonly name: string } | undefined {
  if (value.t !== "record") return undefined;
  const field = (name: string) => {
    const found = value.fields.find((each) => each.name === name);
    return found === undefined ? undefined : textsOf(found.value)[0];
  };
  const [container, name] = [field("container"), field("object")];
  return container === undefined || name === undefined ? undefined : { container, name };
}

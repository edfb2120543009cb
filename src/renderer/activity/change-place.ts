import type { ChangeView } from "../../shared/model.ts";
import { objectPlace } from "../blobs/object-place.ts";

interface ChangePlace {
  /** What was changed: `key`, `object`, `container`. */
  readonly noun: string;
  readonly label: string;
  readonly path: readonly string[];
  readonly params: Readonly<Record<string, string>>;
}

/** Where one goes from a change to what was changed. */
export function changePlace({ backend, kind, bucket, key }: ChangeView): ChangePlace {
  switch (kind) {
    case "keyvalue":
      return { noun: "key", label: `${bucket}/${key}`, path: ["keyvalue", backend, bucket], params: { key } };
    case "container":
      return { noun: "object", label: `${bucket}/${key}`, ...objectPlace({ backend, container: bucket, name: key }) };
    case "containers":
      return { noun: "container", label: `container ${key}`, path: ["blobs", backend, key], params: {} };
  }
}

/** What a component is told of buckets that the project keeps from it: by the backend's list, and by that of its link. */
import { callsOf, Handle, type Script, type Step, variantCase } from "../script.ts";
import { linkName } from "./bus.ts";

/** A second link of wasi:keyvalue, to a backend that has only the buckets it lists. */
export const CLOSED_LINK = "closed";
/** The backend lists the first two, and the link allows the first and the last. */
export const CLOSED = { mine: "mine", anothers: "anothers", missing: "missing" } as const;

const BUS = "wasmcloud:bus/lattice@2.0.0";
const REFUSED = [
  { bucket: CLOSED.missing, tag: "no-such-store" },
  { bucket: CLOSED.anothers, tag: "access-denied" },
] as const;

export function keysOfClosedList(): readonly Script[] {
  return REFUSED.map(({ bucket, tag }) => keyFunctions("0.2.0-draft", undefined, bucket, tag));
}

/** draft2, in the shape of this variant where the two differ. */
export function keysOfClosedList2(variant?: "spin"): readonly Script[] {
  const store = callsOf("wasi:keyvalue/store@0.2.0-draft2");
  const atomics = callsOf("wasi:keyvalue/atomics@0.2.0-draft2");
  return REFUSED.flatMap(({ bucket: name, tag }): Script[] => {
    const bucket = new Handle("bucket");
    const cas = new Handle("cas");
    return [
      keyFunctions("0.2.0-draft2", variant, name, tag),
      {
        does: `gets ${tag} from cas (${variant ?? "upstream"})`,
        steps: [
          store("open", name).ok(bucket),
          atomics("cas.new", bucket, "k").ok(cas),
          ...closing(),
          atomics("swap", cas, "new").err(variantCase("store-error", variantCase(tag))),
          atomics("cas.new", bucket, "k").err(tag),
        ],
      },
    ];
  });
}

/** From here on calls reach the closed backend, with what was opened before, too. */
function closing(): readonly Step[] {
  const { constructed, set } = linkName(
    BUS,
    CLOSED_LINK,
    "wasi:keyvalue/store",
    "wasi:keyvalue/atomics",
    "wasi:keyvalue/batch",
  );
  return [...constructed, set.ok()];
}

function keyFunctions(version: string, variant: "spin" | undefined, name: string, tag: string): Script {
  const store = callsOf(`wasi:keyvalue/store@${version}`);
  const atomics = callsOf(`wasi:keyvalue/atomics@${version}`);
  const batch = callsOf(`wasi:keyvalue/batch@${version}`, variant);
  const bucket = new Handle("bucket");
  const mine = new Handle("bucket");
  return {
    does: `gets ${tag} from each function (${version}${variant === undefined ? "" : `, ${variant}`})`,
    steps: [
      // Opened where any bucket comes to be.
      store("open", name).ok(bucket),
      ...closing(),
      store("open", name).err(tag),
      store("bucket.get", bucket, "k").err(tag),
      store("bucket.set", bucket, "k", "v").err(tag),
      store("bucket.delete", bucket, "k").err(tag),
      store("bucket.exists", bucket, "k").err(tag),
      store("bucket.list-keys", bucket, undefined).err(tag),
      atomics("increment", bucket, "n", 1n).err(tag),
      batch("get-many", bucket, ["k"]).err(tag),
      batch("set-many", bucket, [["k", "v"]]).err(tag),
      batch("delete-many", bucket, ["k"]).err(tag),
      store("open", CLOSED.mine).ok(mine),
      store("bucket.set", mine, "k", "v").ok(),
      store("bucket.get", mine, "k").ok("v"),
    ],
  };
}

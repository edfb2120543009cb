import { callsOf, Handle, type Script, type Step } from "../script.ts";

/** The project links the component's wasi:keyvalue under `default` and this name. */
export const SECOND_LINK = "second";

const store = callsOf("wasi:keyvalue/store@0.2.0-draft");
const NOT_FOUND = "link `nowhere` not found";

/** Takes a list of interfaces and a name; the call's end is left to the caller. */
export function linkName(id: string, name: string, ...interfaces: readonly string[]) {
  const lattice = callsOf(id);
  const targets = interfaces.map((each) => new Handle(each));
  const constructed = targets.map((target): Step => {
    const [namespace = "", packageName = "", interfaceName = ""] = target.what.split(/[:/]/);
    return lattice("call-target-interface.constructor", namespace, packageName, interfaceName).gives(target);
  });
  return { constructed, set: lattice("set-link-name", name, targets) };
}

/** wasmcloud:bus/lattice@1.0.0: any name is taken, and a wrong one shows when it is used. */
export function uncheckedLinks(id: string): readonly Script[] {
  const bucket = new Handle("bucket");
  const second = linkName(id, SECOND_LINK, "wasi:keyvalue/store");
  const back = linkName(id, "default", "wasi:keyvalue/store");
  const wrong = linkName(id, "nowhere", "wasi:keyvalue/store");
  return [
    {
      does: `moves an open bucket to another link and back (${id})`,
      steps: [
        store("open", "bus").ok(bucket),
        store("bucket.set", bucket, "where", "default").ok(),
        ...second.constructed,
        second.set.gives(),
        store("bucket.get", bucket, "where").ok(undefined),
        ...back.constructed,
        back.set.gives(),
        store("bucket.get", bucket, "where").ok("default"),
      ],
    },
    {
      does: `traps where it uses a link that nobody declared (${id})`,
      steps: [
        store("open", "bus").ok(bucket),
        ...wrong.constructed,
        wrong.set.gives(),
        store("bucket.get", bucket, "where").traps(NOT_FOUND),
      ],
    },
  ];
}

/** From 2.0.0 on: names are checked, all of a list before any is set. */
export function checkedLinks(id: string): readonly Script[] {
  const bucket = new Handle("bucket");
  const second = linkName(id, SECOND_LINK, "wasi:keyvalue/store");
  const wrong = linkName(id, "nowhere", "wasi:keyvalue/store");
  const unknown = linkName(id, "default", "wasi:keyvalue/store", "acme:none/such");
  const error = (name: string, target: string) =>
    `interface \`${target}\` does not have an existing link with name \`${name}\``;
  return [
    {
      does: `is told of a link that nobody declared, and stays where it was (${id})`,
      steps: [
        store("open", "bus-checked").ok(bucket),
        ...second.constructed,
        second.set.ok(),
        store("bucket.set", bucket, "where", "second").ok(),
        ...wrong.constructed,
        wrong.set.err(error("nowhere", "wasi:keyvalue/store")),
        ...unknown.constructed,
        unknown.set.err(error("default", "acme:none/such")),
        store("bucket.get", bucket, "where").ok("second"),
      ],
    },
  ];
}

/** Where each interface that has links ends a component whose link nobody declared. */
export function undeclaredLinks(): readonly Script[] {
  const id = "wasmcloud:bus/lattice@1.0.0";
  const bucket = new Handle("bucket");
  const open = store("open", "bus").ok(bucket);
  const message = { subject: "conformance.nobody", body: "x", "reply-to": undefined };
  const calls: readonly (readonly [target: string, ...steps: readonly Step[]])[] = [
    [
      "wasi:keyvalue/atomics",
      open,
      callsOf("wasi:keyvalue/atomics@0.2.0-draft")("increment", bucket, "n", 1n).traps(NOT_FOUND),
    ],
    [
      "wasi:keyvalue/batch",
      open,
      callsOf("wasi:keyvalue/batch@0.2.0-draft")("get-many", bucket, ["k"]).traps(NOT_FOUND),
    ],
    [
      "wasi:blobstore/blobstore",
      callsOf("wasi:blobstore/blobstore@0.2.0-draft")("container-exists", "c").traps(NOT_FOUND),
    ],
    [
      "wasmcloud:messaging/consumer",
      callsOf("wasmcloud:messaging/consumer@0.2.0")("publish", message).traps(NOT_FOUND),
    ],
  ];
  return calls.map(([target, ...steps]) => {
    const { constructed, set } = linkName(id, "nowhere", target);
    return {
      does: `traps where it calls ${target} over a link that nobody declared`,
      steps: [...constructed, set.gives(), ...steps],
    };
  });
}

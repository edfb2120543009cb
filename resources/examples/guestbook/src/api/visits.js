// Visits are counted in a store of their own, which the component reaches over the link that is called `stats`.
import { CallTargetInterface, setLinkName } from "wasmcloud:bus/lattice@2.0.0";
import { increment } from "wasi:keyvalue/atomics@0.2.0-draft";
import { open } from "wasi:keyvalue/store@0.2.0-draft";

/** Adds one visit and returns how many there were. */
export function countVisit() {
  return over("stats", () => increment(open("visits"), "page", 1n));
}

/** From the moment a link is chosen, every call of these interfaces takes it: so go back to the usual one. */
function over(link, work) {
  choose(link);
  try {
    return work();
  } finally {
    choose("default");
  }
}

function choose(link) {
  const targets = ["store", "atomics"].map((name) => new CallTargetInterface("wasi", "keyvalue", name));
  setLinkName(link, targets);
}

import shapes from "../generated/offered.json" with { type: "json" };
import { KnownShapes } from "./offered.ts";
import type { ShapesJson } from "./shape-json.ts";

/** The shapes of all host interfaces, as generated from `resources/wit`. Reading them takes some milliseconds. */
export function knownShapes(): KnownShapes {
  return new KnownShapes(shapes as unknown as ShapesJson);
}

import type { JSONPath, Node } from "jsonc-parser";

import type { Json, JsonObject, ManifestText, Spot } from "./manifest-text.ts";

/** What a project file and the local one beside it say together, and which of them said what. */
export class OverlaidManifest {
  readonly value: JsonObject;
  readonly #base: ManifestText;
  readonly #local: ManifestText | undefined;
  readonly #origins = new Map<
    string,
    { readonly text: ManifestText; readonly key: Node | undefined; readonly value: Node }
  >();

  /**
   * Objects are merged key by key; anything else in the local file takes the place of what it is laid over.
   * @param value instead of what the files say: they were of an older version
   */
  constructor(base: ManifestText, local: ManifestText | undefined, value?: JsonObject) {
    this.#base = base;
    this.#local = local;
    const layers = [base, ...(local === undefined ? [] : [local])].map((text) => ({ text, node: text.root }));
    const merged = this.#object([], layers);
    this.value = value ?? merged;
  }

  /** The same files with another value: what kept its path is still found in them. */
  with(value: JsonObject): OverlaidManifest {
    return value === this.value ? this : new OverlaidManifest(this.#base, this.#local, value);
  }

  /** Where the value at a path stands, or its key; for one that is missing, the nearest object around it. */
  spot(path: JSONPath, part: "key" | "value"): Spot {
    for (let length = path.length; length >= 0; length--) {
      const origin = this.#origins.get(JSON.stringify(path.slice(0, length)));
      if (origin === undefined) continue;
      const node = part === "key" || length < path.length ? (origin.key ?? origin.value) : origin.value;
      return origin.text.at(node.offset);
    }
    return this.#base.at(this.#base.root.offset);
  }

  #object(path: JSONPath, layers: readonly Layer[]): JsonObject {
    // Without a prototype: a key named __proto__ is then a key like any other.
    const merged = Object.create(null) as Record<string, Json>;
    const properties = new Map<string, Layer[]>();
    for (const { text, node } of layers) {
      const ofNode = new Map<string, Layer>();
      for (const property of node.children ?? []) {
        const [key, value] = property.children ?? [];
        if (key !== undefined && value !== undefined) ofNode.set(String(key.value), { text, node: value, key });
      }
      for (const [name, layer] of ofNode) properties.set(name, [...(properties.get(name) ?? []), layer]);
    }
    for (const [name, all] of properties) merged[name] = this.#value([...path, name], all);
    return merged;
  }

  #value(path: JSONPath, layers: readonly Layer[]): Json {
    const top = layers.at(-1);
    if (top === undefined) return null;
    this.#origins.set(JSON.stringify(path), { text: top.text, key: top.key, value: top.node });
    if (top.node.type === "object") {
      const lastOther = layers.findLastIndex((layer) => layer.node.type !== "object");
      return this.#object(path, layers.slice(lastOther + 1));
    }
    if (top.node.type !== "array") return top.node.value as Json;
    return (top.node.children ?? []).map((node, i) => this.#value([...path, i], [{ text: top.text, node }]));
  }
}

interface Layer {
  readonly text: ManifestText;
  readonly node: Node;
  readonly key?: Node;
}

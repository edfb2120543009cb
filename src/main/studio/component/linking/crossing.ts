import { displayName, parseFunctionName } from "../../../wit/function-name.ts";
import { partsOf, type WitFunction, type WitInterface, type WitType } from "../../../wit/world.ts";

/**
 * Why an interface cannot be called from component to component, with the function that is in the way. Values are copied
 * from one instance to the other; what is a handle, or comes bit by bit, belongs to the instance that made it.
 */
export function cannotCross({ functions }: WitInterface): string | undefined {
  for (const fn of functions) {
    const name = displayName(fn.name);
    if (parseFunctionName(fn.name).kind !== "function") {
      return `\`${name}\` belongs to a resource, and resources cannot cross from component to component`;
    }
    if (fn.async) return `\`${name}\` is async, and only plain functions can be called from component to component`;
    const obstacle = typesOf(fn)
      .map(obstacleIn)
      .find((found) => found !== undefined);
    if (obstacle !== undefined) return `\`${name}\` passes ${obstacle}, which cannot cross from component to component`;
  }
  return undefined;
}

function typesOf({ params, result }: WitFunction): readonly WitType[] {
  return [...params.map(({ type }) => type), ...(result === undefined ? [] : [result])];
}

function obstacleIn(type: WitType): string | undefined {
  if (type.kind === "own" || type.kind === "borrow")
    return `the resource \`${type.resource.label?.name ?? "unnamed"}\``;
  // A list of fixed length or a map is copied as other values are.
  if (type.kind === "other" && type.length === undefined && type.head !== "map") return `a \`${type.head}\``;
  for (const part of partsOf(type)) {
    const found = obstacleIn(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

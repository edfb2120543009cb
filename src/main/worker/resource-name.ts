const resourceName: unique symbol = Symbol("vitrine.resourceName");

interface Named {
  readonly [resourceName]: string;
}

/** Says what WIT calls the resources of a class: several classes of the host, or one of another name, may stand for it. */
export function nameResource(resourceClass: unknown, witName: string): void {
  if (typeof resourceClass !== "function") return;
  const prototype: unknown = resourceClass.prototype;
  if (typeof prototype !== "object" || prototype === null || Object.hasOwn(prototype, resourceName)) return;
  Object.defineProperty(prototype, resourceName, { value: witName });
}

/** What WIT calls a resource; for one that no import names, what its class is called. */
export function resourceNameOf(resource: object): string {
  if (resourceName in resource) return (resource as Named)[resourceName];
  let prototype = Object.getPrototypeOf(resource) as object;
  for (;;) {
    const above: unknown = Object.getPrototypeOf(prototype);
    if (above === Object.prototype || typeof above !== "object" || above === null) break;
    prototype = above;
  }
  return witNameOf(prototype.constructor.name);
}

/** `OutgoingBody` → `outgoing-body`: every word of a class begins with its one capital. */
export function witNameOf(className: string): string {
  return className.replaceAll(/(?<=.)(?=\p{Lu})/gu, "-").toLowerCase();
}

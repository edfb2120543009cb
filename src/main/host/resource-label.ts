/**
 * What a record shows of a resource beside its type: the bucket's name, the request's path. A resource class that has
 * something to say defines a method under this symbol; it must not touch the guest or the store.
 */
export const resourceLabel: unique symbol = Symbol("vitrine.resourceLabel");

export interface Labelled {
  [resourceLabel](): string;
}

export function labelOf(resource: object): string {
  return resourceLabel in resource ? (resource as Labelled)[resourceLabel]() : "";
}

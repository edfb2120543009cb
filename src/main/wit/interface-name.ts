/** `wasi:keyvalue/store@0.2.0-draft`, taken apart. */
export interface InterfaceName {
  /** `wasi:keyvalue` */
  readonly package: string;
  /** `wasi` */
  readonly namespace: string;
  /** `store` */
  readonly interface: string;
  /** `0.2.0-draft`; empty for an unversioned package. */
  readonly version: string;
}

/** Undefined for the plain name of an interface or a function that is written inside the world. */
export function parseInterfaceName(name: string): InterfaceName | undefined {
  const match = /^((?:[^:/@\s]+:)+[^:/@\s]+)\/([^:@\s]+)(?:@(\S+))?$/.exec(name);
  const [, packageName, interfaceName, version = ""] = match ?? [];
  if (packageName === undefined || interfaceName === undefined) {
    return undefined;
  }
  const namespace = packageName.slice(0, packageName.indexOf(":"));
  return { package: packageName, namespace, interface: interfaceName, version };
}

/** `wasi:keyvalue/store` */
export function withoutVersion(name: string): string {
  const at = name.indexOf("@");
  return at < 0 ? name : name.slice(0, at);
}

/** Which host interfaces belong together in color; the name always stands beside it. */
const families = ["keyvalue", "blobstore", "messaging", "secrets", "http", "logging", "config"] as const;

export type InterfaceFamily = (typeof families)[number] | "other";

/** `wasi:keyvalue/store@0.2.0-draft` is of the family keyvalue; what has no color of its own is other. */
export function familyOf(interfaceName: string): InterfaceFamily {
  const packageName = /^[^:]+:([^/@]+)/.exec(interfaceName)?.[1];
  return families.find((family) => family === packageName) ?? "other";
}

export function familyColor(family: InterfaceFamily): string {
  return family === "other" ? "var(--idle)" : `var(--f-${family})`;
}

/** `store` of `wasi:keyvalue/store@0.2.0-draft`. */
export function interfaceTail(interfaceName: string): string {
  return (interfaceName.split("/").at(-1) ?? interfaceName).split("@")[0] ?? "";
}

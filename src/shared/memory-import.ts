/** The module name under which a core module asks its host for the memory it would else make itself. */
export const MEMORY_IMPORT_MODULE = "vitrine:memory";

/** How large that memory is, in pages of 64 KiB; the import's own name says it. */
export interface MemoryLimits {
  readonly initial: number;
  readonly maximum: number;
}

export function memoryImportName({ initial, maximum }: MemoryLimits): string {
  return `${initial}..${maximum}`;
}

/** Undefined: not a name that `memoryImportName` makes. */
export function parseMemoryImportName(name: string): MemoryLimits | undefined {
  const match = /^(\d{1,5})\.\.(\d{1,5})$/.exec(name);
  return match === null ? undefined : { initial: Number(match[1]), maximum: Number(match[2]) };
}

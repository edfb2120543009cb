import type { BackendSummary } from "../../shared/model.ts";

/** The name under which this window shows what a component calls so; the project file may rename it. */
export type BucketNames = (backend: string, said: string) => string;

export function bucketNames(backends: readonly BackendSummary[]): BucketNames {
  const renamed = new Map(backends.map((backend) => [backend.name, new Map(backend.renamed)]));
  return (backend, said) => renamed.get(backend)?.get(said) ?? said;
}

import type { BackendSummary, BucketView } from "../../shared/model.ts";

/** What the project file says about which buckets there are. */
export interface ClosedListNote {
  /** Beside the backend's name. */
  readonly short: string;
  readonly sentence: string;
}

/** Of a bucket whose backend has only those that it lists; one that was there before may be none of them. */
export function closedListNote(
  backends: readonly BackendSummary[],
  { backend, name }: Pick<BucketView, "backend" | "name">,
): ClosedListNote | undefined {
  const found = backends.find((each) => each.name === backend);
  if (found?.onlyListed !== true) return undefined;
  return found.renamed.some(([, to]) => to === name)
    ? {
        short: "closed list",
        sentence: `Components can open only the buckets that the project file lists for ${backend}.`,
      }
    : {
        short: "not listed",
        sentence: `No component can open this bucket: ${backend} has only those that the project file lists.`,
      };
}

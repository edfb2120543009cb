import type { FromWorker, PlannedLink, RefusedBucket } from "../../shared/worker-protocol.ts";

/** Refusals that are told of one by one: a guest may name any number of buckets. */
const MAX_TOLD = 50;

/** What the project's closed lists keep from components; tells the studio of each bucket that was asked for in vain, once. */
export class ClosedBuckets {
  readonly #post: (message: FromWorker) => void;
  readonly #told = new Set<string>();

  constructor(post: (message: FromWorker) => void) {
    this.#post = post;
  }

  /** First what the component may, then what there is: who may not open a bucket does not learn whether it exists. */
  refusal(
    component: string,
    { backend, buckets, closed }: PlannedLink,
    bucket: string,
  ): RefusedBucket["why"] | undefined {
    if (closed === undefined) return undefined;
    const isListed = () => buckets.some(([said]) => said === bucket);
    const why =
      closed.allowed?.includes(bucket) === false
        ? "access-denied"
        : closed.onlyListed && !isListed()
          ? "no-such-store"
          : undefined;
    if (why !== undefined) this.#tell({ component, backend, bucket, why });
    return why;
  }

  #tell(refused: RefusedBucket): void {
    const id = JSON.stringify(refused);
    if (this.#told.has(id) || this.#told.size >= MAX_TOLD) return;
    this.#told.add(id);
    this.#post({ t: "bucket-refused", ...refused });
  }
}

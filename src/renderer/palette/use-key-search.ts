import { useEffect, useState } from "react";
import type { BucketView } from "../../shared/model.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import type { Places } from "./palette-items.ts";

const PAUSE_MS = 150;
const MAX_BUCKETS = 12;
const PER_BUCKET = 5;

/** Keys that contain what was typed, from the largest buckets, once the typing pauses. */
export function useKeySearch(typed: string, buckets: readonly BucketView[]): Places["keys"] {
  const { api } = useWorkbench();
  const [found, setFound] = useState<Places["keys"]>([]);
  const search = typed.trim();
  useEffect(() => {
    if (search === "") return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const largest = [...buckets].sort((a, b) => b.keys - a.keys).slice(0, MAX_BUCKETS);
      const searches = largest.map(async (bucket) => {
        const query = { backend: bucket.backend, bucket: bucket.name, search, limit: PER_BUCKET };
        return (await api.keys(query, abort.signal)).map((key) => ({ bucket, key }));
      });
      Promise.all(searches).then(
        (all) => !abort.signal.aborted && setFound(all.flat()),
        // Without keys the palette still finds everything else.
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [api, search, buckets]);
  return search === "" ? nothing : found;
}

const nothing: Places["keys"] = [];

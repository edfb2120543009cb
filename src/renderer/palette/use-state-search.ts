import { useEffect, useState } from "react";
import type { ContainerView } from "../../shared/blob-model.ts";
import type { BucketView } from "../../shared/model.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import type { Places } from "./palette-items.ts";

const PAUSE_MS = 150;
const MAX_BUCKETS = 12;
const PER_BUCKET = 5;

type Found = Pick<Places, "keys" | "objects">;

/** Keys and objects that contain what was typed, from the largest buckets and containers, once the typing pauses. */
export function useStateSearch(
  typed: string,
  buckets: readonly BucketView[],
  containers: readonly ContainerView[],
): Found {
  const { api } = useWorkbench();
  const [found, setFound] = useState<Found>(nothing);
  const search = typed.trim();
  useEffect(() => {
    if (search === "") return;
    const abort = new AbortController();
    const { signal } = abort;
    const timer = setTimeout(() => {
      const keys = largest(buckets, ({ keys: size }) => size).map(async (bucket) => {
        const query = { backend: bucket.backend, bucket: bucket.name, search, limit: PER_BUCKET };
        return (await api.keys(query, signal)).map((key) => ({ bucket, key }));
      });
      const objects = largest(containers, ({ objects: size }) => size).map(async (container) => {
        const query = { backend: container.backend, container: container.name, search, limit: PER_BUCKET };
        return (await api.objects(query, signal)).map((object) => ({ container, object }));
      });
      Promise.all([Promise.all(keys), Promise.all(objects)]).then(
        (all) => !signal.aborted && setFound({ keys: all[0].flat(), objects: all[1].flat() }),
        // Without them the palette still finds everything else.
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [api, search, buckets, containers]);
  return search === "" ? nothing : found;
}

const nothing: Found = { keys: [], objects: [] };

function largest<Item>(items: readonly Item[], sizeOf: (item: Item) => number): readonly Item[] {
  return items.toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(0, MAX_BUCKETS);
}

import { useState } from "react";
import type { StudioApi } from "../../shared/contract.ts";
import type { BucketView } from "../../shared/model.ts";
import { useStudioEvent } from "../connection/use-loaded.ts";
import { type Paged, usePagedFeed } from "../list/use-paged-feed.ts";
import { type ItemQuery, type NamedItem, type NameRow, readRows, type RowQuery } from "../names/name-rows.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

export interface BucketPlace {
  readonly backend: string;
  readonly bucket: string;
}

/** The rows of a bucket, kept up to date. For a view that shows one bucket as long as it lives. */
export function useKeys(of: BucketView, query: RowQuery): Paged<NameRow<NamedItem>, RowQuery> {
  const { api } = useWorkbench();
  const [place] = useState({ backend: of.backend, bucket: of.name });
  const list = usePagedFeed<NameRow<NamedItem>, RowQuery>(
    (wanted, from, signal) => readRows((keys) => readKeys(api, place, keys, signal), wanted, from),
    query,
  );
  useStudioEvent("state-changed", (changed) => {
    if (changed.some((each) => each.backend === place.backend && each.bucket === place.bucket)) list.refresh();
  });
  return list;
}

export async function readKeys(
  api: Pick<StudioApi, "keys">,
  place: BucketPlace,
  query: ItemQuery,
  signal?: AbortSignal,
): Promise<readonly NamedItem[]> {
  const keys = await api.keys({ ...place, ...query }, signal);
  return keys.map(({ key, size, version, at }) => ({ name: key, size, version, updated: at }));
}

import type { BucketView } from "../../shared/model.ts";
import { PlaceList, PlaceSelect } from "../names/place-list.tsx";

interface BucketChoice {
  readonly buckets: readonly BucketView[];
  readonly current: BucketView | undefined;
  readonly onChoose: (bucket: BucketView) => void;
}

export function BucketList({ buckets, ...choice }: BucketChoice) {
  return <PlaceList {...choice} title="Buckets" places={buckets} itemsOf={keysOf} withBackends />;
}

export function BucketSelect({ buckets, ...choice }: BucketChoice) {
  return <PlaceSelect {...choice} noun="bucket" item="key" places={buckets} itemsOf={keysOf} withBackends />;
}

function keysOf({ keys }: BucketView): number {
  return keys;
}

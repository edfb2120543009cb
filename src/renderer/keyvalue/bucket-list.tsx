import type { BucketView } from "../../shared/model.ts";
import { PlaceList, PlaceSelect } from "../names/place-list.tsx";
import { closedListNote } from "../project/closed-lists.ts";
import { useProject } from "../workbench/workbench-context.ts";

interface BucketChoice {
  readonly buckets: readonly BucketView[];
  readonly current: BucketView | undefined;
  readonly onChoose: (bucket: BucketView) => void;
}

export function BucketList({ buckets, ...choice }: BucketChoice) {
  return <PlaceList {...choice} title="Buckets" places={buckets} itemsOf={keysOf} withBackends noteOf={useNotes()} />;
}

export function BucketSelect({ buckets, ...choice }: BucketChoice) {
  return (
    <PlaceSelect
      {...choice}
      noun="bucket"
      item="key"
      places={buckets}
      itemsOf={keysOf}
      withBackends
      noteOf={useNotes()}
    />
  );
}

function keysOf({ keys }: BucketView): number {
  return keys;
}

function useNotes() {
  const backends = useProject()?.backends ?? [];
  return (bucket: BucketView) => closedListNote(backends, bucket);
}

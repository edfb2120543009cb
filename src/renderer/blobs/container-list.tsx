import { Plus } from "lucide-react";
import type { ContainersView, ContainerView } from "../../shared/blob-model.ts";
import { PlaceList, PlaceSelect } from "../names/place-list.tsx";

interface ContainerChoice {
  readonly of: ContainersView;
  readonly current: ContainerView | undefined;
  readonly onChoose: (container: ContainerView) => void;
}

interface ContainerListProps extends ContainerChoice {
  readonly onNew: () => void;
}

export function ContainerList({ of, onNew, ...choice }: ContainerListProps) {
  return (
    <PlaceList
      {...choice}
      title="Containers"
      places={of.containers}
      itemsOf={objectsOf}
      withBackends={namesBackends(of)}
      act={
        <button type="button" className="quiet icon small" aria-label="New container" onClick={onNew}>
          <Plus size={14} aria-hidden />
        </button>
      }
    />
  );
}

export function ContainerSelect({ of, ...choice }: ContainerChoice) {
  return (
    <PlaceSelect
      {...choice}
      noun="container"
      item="object"
      places={of.containers}
      itemsOf={objectsOf}
      withBackends={namesBackends(of)}
    />
  );
}

function objectsOf({ objects }: ContainerView): number {
  return objects;
}

/** One backend need not be named again and again. */
function namesBackends({ backends, containers }: ContainersView): boolean {
  return backends.length > 1 || new Set(containers.map(({ backend }) => backend)).size > 1;
}

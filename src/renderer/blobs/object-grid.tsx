import { Download } from "lucide-react";
import type { ComponentProps } from "react";
import type { ContainerView, ObjectView } from "../../shared/blob-model.ts";
import { NameGrid } from "../names/name-grid.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { useObjects } from "./use-objects.ts";

type Grid = ComponentProps<typeof NameGrid<ObjectView>>;

interface ObjectGridProps extends Omit<Grid, "label" | "noun" | "list" | "remember" | "acts"> {
  readonly container: ContainerView;
}

/** The objects of a container. */
export function ObjectGrid({ container, ...grid }: ObjectGridProps) {
  const { transfers } = useWorkbench();
  const list = useObjects(container, grid.query);
  const download = (objects: readonly ObjectView[]) => {
    for (const object of objects) {
      void transfers.download({ backend: container.backend, container: container.name, name: object.name }, object);
    }
  };
  return (
    <NameGrid
      {...grid}
      label={`Objects of ${container.name}`}
      noun="object"
      list={list}
      remember="objects"
      acts={(objects) => (
        <button type="button" className="small" onClick={() => download(objects)}>
          <Download size={13} aria-hidden /> Download
        </button>
      )}
    />
  );
}

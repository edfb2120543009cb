import type { ContainerView } from "../../shared/blob-model.ts";
import { Empty } from "../design/view-state.tsx";
import { byteSize, counted } from "../format/quantity.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

interface NoContainersProps {
  /** There is a backend to make one in. */
  readonly canMake: boolean;
  readonly onNew: () => void;
}

export function NoContainers({ canMake, onNew }: NoContainersProps) {
  const { route } = useWorkbench();
  return (
    <Empty
      title="No containers yet"
      action={
        canMake ? (
          <button type="button" onClick={onNew}>
            New container
          </button>
        ) : (
          <button type="button" onClick={() => route.go(["activity"])}>
            Go to Activity
          </button>
        )
      }
    >
      A container appears here when a component creates it with wasi:blobstore. None has done so.
    </Empty>
  );
}

export function NoObjectChosen({ container }: { readonly container: ContainerView }) {
  return container.objects === 0 ? (
    <Empty title={`${container.name} is empty`}>
      An object appears here when a component writes it, and when you drop files here.
    </Empty>
  ) : (
    <Empty title="No object chosen">
      Choose one of {counted(container.objects, "object")} with {byteSize(container.bytes)} in all: what is in it, who
      wrote it and its history appear here. Files dropped here are uploaded.
    </Empty>
  );
}

interface NoObjectsProps {
  readonly container: ContainerView;
  readonly folder: string;
  readonly search: string;
}

/** A list without rows. */
export function NoObjects({ container, folder, search }: NoObjectsProps) {
  const { route } = useWorkbench();
  if (search !== "") {
    return (
      <Empty
        title={`No object ${folder === "" ? "" : `in ${folder} `}contains “${search}” in its name`}
        action={
          <button type="button" onClick={() => route.patch({ search: undefined })}>
            Clear the search
          </button>
        }
      />
    );
  }
  if (folder !== "") {
    return (
      <Empty
        title={`Nothing is in ${folder}`}
        action={
          <button type="button" onClick={() => route.patch({ folder: undefined, object: undefined, dir: undefined })}>
            Show all of {container.name}
          </button>
        }
      >
        No object has a name that begins so, any more or yet.
      </Empty>
    );
  }
  return (
    <Empty title="No objects in this container">
      What components write into {container.name} appears here. Drop files here to upload them.
    </Empty>
  );
}

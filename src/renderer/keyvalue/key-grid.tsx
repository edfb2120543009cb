import type { ComponentProps } from "react";
import type { BucketView } from "../../shared/model.ts";
import { Empty } from "../design/view-state.tsx";
import { NameGrid } from "../names/name-grid.tsx";
import type { NamedItem } from "../names/name-rows.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { useKeys } from "./use-keys.ts";

type Grid = ComponentProps<typeof NameGrid<NamedItem>>;

interface KeyGridProps extends Omit<Grid, "label" | "noun" | "list" | "remember" | "acts" | "empty"> {
  readonly bucket: BucketView;
}

/** The keys of a bucket. */
export function KeyGrid({ bucket, ...grid }: KeyGridProps) {
  const list = useKeys(bucket, grid.query);
  const { folder = "", search } = grid.query;
  return (
    <NameGrid
      {...grid}
      label={`Keys of ${bucket.name}`}
      noun="key"
      list={list}
      remember="keys"
      empty={<NoKeys bucket={bucket} folder={folder} search={search} />}
    />
  );
}

interface NoKeysProps {
  readonly bucket: BucketView;
  readonly folder: string;
  readonly search: string;
}

function NoKeys({ bucket, folder, search }: NoKeysProps) {
  const { route } = useWorkbench();
  if (search !== "") {
    return (
      <Empty
        title={`No key ${folder === "" ? "" : `in ${folder} `}contains “${search}”`}
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
          <button type="button" onClick={() => route.patch({ folder: undefined, key: undefined, dir: undefined })}>
            Show all of {bucket.name}
          </button>
        }
      >
        No key begins so, any more or yet.
      </Empty>
    );
  }
  return (
    <Empty
      title="No keys in this bucket"
      action={
        <button type="button" onClick={() => route.patch({ new: "1" })}>
          Add the first key
        </button>
      }
    >
      What components write into {bucket.name} appears here. Nothing is stored in it now.
    </Empty>
  );
}

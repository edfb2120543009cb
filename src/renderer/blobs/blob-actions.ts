import type { Action } from "../workbench/actions.ts";
import type { Workbench } from "../workbench/workbench.ts";
import { chooseFiles } from "./given-files.ts";

/** What the palette offers to do with blobs. */
export function blobActions({ route, transfers }: Workbench): readonly Action[] {
  const { path, params } = route.get();
  const [view, backend, container] = path;
  const newContainer = {
    id: "blobs.container",
    label: "New container…",
    run: () => (view === "blobs" ? route.patch({ new: "1" }) : route.go(["blobs"], { new: "1" })),
  };
  if (view !== "blobs" || backend === undefined || container === undefined) return [newContainer];
  const folder = params["folder"] ?? "";
  const upload = async () => {
    await transfers.upload({ backend, container, folder }, await chooseFiles());
  };
  return [newContainer, { id: "blobs.upload", label: `Upload files to ${container}…`, run: () => void upload() }];
}

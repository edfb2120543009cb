import { DropLayer } from "../drop/drop-layer.tsx";
import { InspectionSheet } from "../drop/inspection-sheet.tsx";
import { useStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { NewProjectDialog } from "./new-project-dialog.tsx";

/** What floats over any page: the form for a new project, and files that are dropped with what is found in them. */
export function DeskLayer() {
  const { desk } = useWorkbench();
  const { newProject, inspection } = useStore(desk);
  return (
    <>
      <DropLayer />
      <NewProjectDialog open={newProject} onClose={() => desk.showNewProject(false)} />
      <InspectionSheet inspection={inspection} onClose={() => desk.closeInspection()} />
    </>
  );
}

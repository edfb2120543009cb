import { createContext, useContext } from "react";
import type { ProjectView } from "../../shared/model.ts";
import type { Route } from "../route/route.ts";
import { useStore } from "../store/value-store.ts";
import type { Workbench } from "./workbench.ts";

export const WorkbenchContext = createContext<Workbench | undefined>(undefined);

export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext);
  if (workbench === undefined) throw new Error("A view was drawn outside of its workbench.");
  return workbench;
}

/** The project; absent until it was read for the first time. */
export function useProject(): ProjectView | undefined {
  return useStore(useWorkbench().project).project;
}

export function useRoute(): Route {
  return useStore(useWorkbench().route);
}

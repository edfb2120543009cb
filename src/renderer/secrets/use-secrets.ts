import type { SecretView } from "../../shared/model.ts";
import { type Loaded, useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

/** The declared secrets, kept up to date. */
export function useSecrets(): Loaded<readonly SecretView[]> {
  const { api } = useWorkbench();
  const secrets = useLoaded("secrets", () => api.secrets());
  useStudioEvent("secrets-changed", secrets.reload);
  return secrets;
}

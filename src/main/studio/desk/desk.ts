import { isAbsolute, join } from "node:path";

import type { DeskApi } from "../../../shared/desk.ts";
import { StudioError } from "../../../shared/errors.ts";
import { toWitName } from "../../../shared/wit-name.ts";
import type { StudioEntries } from "../entries.ts";
import { seldomWrapping } from "../link/open-transpiler.ts";
import { createProject, listTemplates } from "../import/templates.ts";
import { contractReport } from "./contract-report.ts";

/** What the app needs before a project is open. */
export function openDesk(entries: Pick<StudioEntries, "resources" | "transpile" | "adapters">): DeskApi {
  const { resources } = entries;
  return {
    templates: async () => listTemplates(resources),
    createProject: async ({ template, name, place }) => {
      if (!isAbsolute(place)) {
        throw new StudioError(
          "usage",
          `${JSON.stringify(place)} is no absolute path. Choose a folder for the project.`,
        );
      }
      // A name that is none is refused by createProject, which says why.
      const folder = join(place, toWitName(name) ?? "");
      createProject({ resources, template, folder, name });
      return folder;
    },
    check: (path) => contractReport(path, { transpiler: seldomWrapping(entries) }),
  };
}

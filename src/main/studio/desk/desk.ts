import { isAbsolute, join } from "node:path";

import type { DeskApi } from "../../../shared/desk.ts";
import { StudioError } from "../../../shared/errors.ts";
import { toWitName } from "../../../shared/wit-name.ts";
import { createProject, listTemplates } from "../import/templates.ts";
import { contractReport } from "./contract-report.ts";

/** What the app needs before a project is open. `resources`: Vitrine's own folder of that name; ends with a slash. */
export function openDesk(resources: URL): DeskApi {
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
    check: (path) => contractReport(path),
  };
}

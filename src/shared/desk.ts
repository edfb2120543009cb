/** What there is to ask of Vitrine before a project is open: the app's shell asks a process of its own for it. */

import type { ErrorView } from "./errors.ts";
import type { ContractReport, TemplateView } from "./tooling-model.ts";
import { namesOf } from "./rpc.ts";

export interface NewProject {
  /** Id of a template. */
  readonly template: string;
  readonly name: string;
  /** An absolute path. The project gets a folder of its own in it, called as the project. */
  readonly place: string;
}

export interface DeskApi {
  templates(): Promise<readonly TemplateView[]>;
  /**
   * Makes a project of a template; runs and fetches nothing. Resolves to its folder.
   * @throws StudioError `usage`, `manifest-exists` when the folder is there with something in it, `store-not-writable`
   */
  createProject(project: NewProject): Promise<string>;
  /**
   * What the components of a project, of a folder or of a bare artefact ask of this host. Nothing of them is run.
   * @throws StudioError `project-not-found`, `manifest-invalid`, `path-outside-project`
   */
  check(path: string): Promise<ContractReport>;
}

export const deskMethods = namesOf<DeskApi>()("templates", "createProject", "check");

/** An error that crosses from the shell to the page loses what it is: it goes as data. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorView };

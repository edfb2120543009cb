import { StudioError } from "../../../shared/errors.ts";
import type { ImportPlanView } from "../../../shared/model.ts";
import { writeImport } from "./write-import.ts";

/** A project that runs on a proposed project file, until a person takes the proposal. */
export class Importing {
  #plan: ImportPlanView | undefined;

  constructor(plan: ImportPlanView | undefined) {
    this.#plan = plan;
  }

  /**
   * Reads the other tool's files again, so that what is shown and written is what they say now. Null when there is nothing
   * to import.
   * @throws StudioError `manifest-invalid` when one of them does not parse any more
   */
  async plan(): Promise<ImportPlanView | null> {
    if (this.#plan === undefined) return null;
    const { planImport } = await import("./plan-import.ts");
    // It may have been accepted meanwhile.
    if (this.#plan === undefined) return null;
    this.#plan = planImport(this.#plan.folder);
    return this.#plan;
  }

  /**
   * Writes the project file; from then on it is the project's own.
   * @throws StudioError `manifest-exists`, `store-not-writable`, `request-invalid` when there is nothing to write
   */
  accept(): void {
    if (this.#plan === undefined)
      throw new StudioError("request-invalid", "This project has its project file already.");
    writeImport(this.#plan);
    this.#plan = undefined;
  }
}

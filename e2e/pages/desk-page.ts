import type { Locator, Page } from "@playwright/test";

/** What needs no open project: the form for a new one, and what is found in what is dropped on the window. */
export class DeskPage {
  readonly page: Page;
  readonly newProject: Locator;
  /** What makes the project from a terminal. */
  readonly command: Locator;
  readonly name: Locator;
  readonly dropLayer: Locator;
  /** What was found in what was dropped. */
  readonly sheet: Locator;
  readonly imports: Locator;

  constructor(page: Page) {
    this.page = page;
    this.newProject = page.getByRole("dialog", { name: "New project" });
    this.command = this.newProject.locator("pre");
    this.name = this.newProject.getByRole("textbox", { name: "Name" });
    this.dropLayer = page.getByTestId("drop-layer");
    this.sheet = page.getByRole("dialog").filter({ hasText: "Nothing of it has run." });
    this.imports = this.sheet.getByRole("treegrid", { name: "Imports" }).getByRole("row");
  }

  template(title: string): Locator {
    return this.newProject.getByRole("radio", { name: title });
  }

  /** Drags files or folders of this machine over the middle of the window, as a file manager does. */
  async dragOver(...paths: readonly string[]): Promise<void> {
    await this.#drag(["dragEnter", "dragOver"], paths);
  }

  async drop(...paths: readonly string[]): Promise<void> {
    await this.#drag(["dragEnter", "dragOver", "drop"], paths);
  }

  /** Takes what is dragged out of the window again. */
  async leave(): Promise<void> {
    await this.page.locator("body").dispatchEvent("dragleave");
  }

  async #drag(types: readonly ("dragEnter" | "dragOver" | "drop")[], paths: readonly string[]) {
    const { width = 0, height = 0 } = this.page.viewportSize() ?? {};
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of types)
      await session.send("Input.dispatchDragEvent", { type, x: width / 2, y: height / 2, data });
    await session.detach();
  }
}

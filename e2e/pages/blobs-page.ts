import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures/expect.ts";
import { named } from "./name-cell.ts";

export class BlobsPage {
  readonly page: Page;
  readonly grid: Locator;
  readonly search: Locator;
  /** The pane of the chosen object. */
  readonly pane: Locator;
  /** Its bytes, in one of the viewers. */
  readonly preview: Locator;
  readonly image: Locator;
  /** What is known of the object besides its bytes. */
  readonly facts: Locator;
  readonly folderPane: Locator;
  readonly versions: Locator;
  readonly bulkBar: Locator;
  readonly uploadButton: Locator;
  readonly foldersToggle: Locator;
  /** The way from the container to the folder that is shown. */
  readonly crumbs: Locator;
  readonly transfers: Locator;
  /** Where dropped files are uploaded. */
  readonly fileTarget: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole("grid", { name: /^Objects of / });
    this.search = page.getByRole("searchbox", { name: "Search objects" });
    this.pane = page.getByRole("region", { name: "Chosen object" });
    this.preview = this.pane.getByRole("region", { name: "Object", exact: true });
    this.image = this.preview.getByRole("img", { name: "Object" });
    this.facts = this.pane.getByText("SHA-256");
    this.folderPane = page.getByRole("region", { name: "Chosen folder" });
    this.versions = this.pane.getByRole("list", { name: "Versions" }).getByRole("listitem");
    this.bulkBar = page.getByRole("toolbar", { name: "Marked objects" });
    this.uploadButton = page.getByRole("button", { name: "Upload", exact: true });
    this.foldersToggle = page.getByRole("button", { name: "Show folders" });
    this.crumbs = page.getByRole("navigation", { name: "Folder" });
    this.transfers = page.getByRole("list", { name: "Transfers" });
    this.fileTarget = page.locator("[data-takes-files]");
  }

  rows(): Locator {
    return this.grid.getByRole("row").filter({ has: this.page.getByRole("gridcell") });
  }

  /** By what is shown of its name. */
  row(name: string): Locator {
    return this.rows().filter({ has: this.page.getByRole("gridcell", { name: named(name) }) });
  }

  async choose(name: string): Promise<void> {
    await this.row(name)
      .getByRole("gridcell", { name: named(name) })
      .click();
    await expect(this.title(name).or(this.folderPane.getByRole("heading", { name, exact: true }))).toBeVisible();
  }

  async openFolder(name: string): Promise<void> {
    await this.row(name)
      .getByRole("gridcell", { name: named(name) })
      .dblclick();
    await expect(this.crumbs).toContainText(name.slice(0, -1));
  }

  async mark(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.grid.getByRole("checkbox", { name: `Mark ${name}`, exact: true }).check();
  }

  async deleteMarked(): Promise<void> {
    await this.bulkBar.getByRole("button", { name: "Delete" }).click();
  }

  title(name: string): Locator {
    return this.pane.getByRole("heading", { name, exact: true });
  }

  container(name: string): Locator {
    return this.page
      .getByRole("navigation", { name: "Containers" })
      .getByRole("button", { name: new RegExp(`^${name} `) });
  }

  get newContainerButton(): Locator {
    return this.page.getByRole("button", { name: "New container" }).first();
  }

  async makeContainer(name: string): Promise<void> {
    await this.newContainerButton.click();
    const dialog = this.page.getByRole("dialog", { name: "New container" });
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("button", { name: "Create" }).click();
  }

  async chooseInMenu(container: string, entry: string | RegExp): Promise<void> {
    await this.page.getByRole("button", { name: `Container ${container}` }).click();
    await this.page.getByRole("menuitem", { name: entry }).click();
  }

  async upload(...files: readonly { readonly name: string; readonly buffer: Buffer }[]): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.uploadButton.click();
    await (await chooser).setFiles(files.map((file) => ({ mimeType: "", ...file })));
  }

  /** As from a file manager. */
  async drop(...files: readonly { readonly name: string; readonly text: string }[]): Promise<void> {
    const transfer = await this.page.evaluateHandle((all) => {
      const data = new DataTransfer();
      for (const { name, text } of all) data.items.add(new File([text], name));
      return data;
    }, files);
    for (const type of ["dragenter", "dragover", "drop"]) {
      await this.fileTarget.dispatchEvent(type, { dataTransfer: transfer });
    }
  }

  async act(name: "Download" | "Rename or move" | "Copy" | "Delete"): Promise<void> {
    await this.pane.getByRole("button", { name, exact: true }).click();
  }

  /** The dialog that asks where an object goes. */
  async answer(act: "Move" | "Copy", name: string): Promise<void> {
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("button", { name: act, exact: true }).click();
  }

  async tab(name: "Preview" | "History" | "Details"): Promise<void> {
    await this.pane.getByRole("tab", { name }).click();
  }

  /** Leads to the invocation that wrote what is shown. */
  get writer(): Locator {
    return this.pane.getByRole("button", { name: / in invocation \d+$/ }).first();
  }

  async drawnRows(): Promise<number> {
    return this.rows().count();
  }
}

import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures/expect.ts";
import { named } from "./name-cell.ts";

export type DraftForm = "Text" | "JSON" | "Hex";

export class KeyValuePage {
  readonly page: Page;
  readonly grid: Locator;
  readonly search: Locator;
  /** The pane of the chosen key. */
  readonly pane: Locator;
  /** The bytes of the chosen key, in one of the viewers. */
  readonly value: Locator;
  readonly editor: Locator;
  readonly conflict: Locator;
  readonly versions: Locator;
  readonly bulkBar: Locator;
  readonly newKeyButton: Locator;
  readonly newKeyPane: Locator;
  readonly newKey: Locator;
  readonly newValue: Locator;
  readonly addButton: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole("grid", { name: /^Keys of / });
    this.search = page.getByRole("searchbox", { name: "Search keys" });
    this.pane = page.getByRole("region", { name: "Chosen key" });
    this.value = this.pane.getByRole("region", { name: "Value", exact: true });
    this.editor = this.pane.getByRole("textbox", { name: "Edit value" });
    this.conflict = this.pane.getByRole("group", { name: "Conflict" });
    this.versions = this.pane.getByRole("list", { name: "Versions" }).getByRole("listitem");
    this.bulkBar = page.getByRole("toolbar", { name: "Marked keys" });
    this.newKeyButton = page.getByRole("button", { name: "New key" });
    this.newKeyPane = page.getByRole("region", { name: "New key" });
    this.newKey = this.newKeyPane.getByRole("textbox", { name: "Key", exact: true });
    this.newValue = this.newKeyPane.getByRole("textbox", { name: "Value of the new key" });
    this.addButton = this.newKeyPane.getByRole("button", { name: "Add key" });
  }

  rows(): Locator {
    return this.grid.getByRole("row").filter({ has: this.page.getByRole("gridcell") });
  }

  row(key: string): Locator {
    return this.rows().filter({ has: this.page.getByRole("gridcell", { name: named(key) }) });
  }

  async choose(key: string): Promise<void> {
    await this.row(key)
      .getByRole("gridcell", { name: named(key) })
      .click();
    await expect(this.title(key)).toBeVisible();
  }

  async openFolder(name: string): Promise<void> {
    await this.row(name)
      .getByRole("gridcell", { name: named(name) })
      .dblclick();
    await expect(this.crumbs).toContainText(name.slice(0, -1));
  }

  get crumbs(): Locator {
    return this.page.getByRole("navigation", { name: "Folder" });
  }

  /** Of the folder that was chosen and not opened. */
  get folderPane(): Locator {
    return this.page.getByRole("region", { name: "Chosen folder" });
  }

  get separator(): Locator {
    return this.page.getByRole("combobox", { name: "Folders" });
  }

  /** In the dialog that F2 opens. */
  async renameTo(name: string): Promise<void> {
    const dialog = this.page.getByRole("dialog", { name: "Rename the key" });
    await dialog.getByRole("textbox", { name: "Key" }).fill(name);
    await dialog.getByRole("button", { name: "Rename" }).click();
  }

  async importFile(backend: string, file: string): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.backendMenu(backend).click();
    await this.menuItem("Import keys…").click();
    await (await chooser).setFiles(file);
  }

  async mark(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.grid.getByRole("checkbox", { name: `Mark ${key}`, exact: true }).check();
  }

  bucket(name: string): Locator {
    return this.page
      .getByRole("navigation", { name: "Buckets" })
      .getByRole("button", { name: new RegExp(`^${name} `) });
  }

  backendMenu(backend: string): Locator {
    return this.page.getByRole("button", { name: `Backend ${backend}` });
  }

  menuItem(name: string): Locator {
    return this.page.getByRole("menuitem", { name });
  }

  /** Asks for the project's name before all state goes. */
  get resetQuestion(): Locator {
    return this.page.getByRole("dialog", { name: "Reset all state?" });
  }

  async showAs(viewer: DraftForm | "Number"): Promise<void> {
    await this.value.getByRole("group", { name: "Show value as" }).getByRole("button", { name: viewer }).click();
  }

  /** The dump of the hex viewer: offset, pairs, ASCII. */
  hexRow(offset: string): Locator {
    return this.value
      .getByRole("group", { name: "Bytes" })
      .locator("div", { has: this.page.getByText(offset, { exact: true }) })
      .last();
  }

  async edit(): Promise<void> {
    await this.editButton.click();
    await expect(this.editor).toBeVisible();
  }

  form(form: DraftForm): Locator {
    return this.page.getByRole("group", { name: "Edit as" }).getByRole("button", { name: form });
  }

  /** Replaces all that is in the editor. */
  async write(text: string): Promise<void> {
    await this.editor.fill(text);
  }

  /** What the editor holds, line by line as it draws them. */
  editorLines(): Locator {
    return this.editor.locator(".cm-line");
  }

  get saveButton(): Locator {
    return this.pane.getByRole("button", { name: "Save", exact: true });
  }

  /** What the editor says about what is written in it. */
  get said(): Locator {
    return this.pane.getByRole("status");
  }

  async openHistory(): Promise<void> {
    await this.pane.getByRole("tab", { name: "History" }).click();
  }

  /** Leads to the invocation that wrote what is shown. */
  get writer(): Locator {
    return this.pane.getByRole("button", { name: / in invocation \d+$/ }).first();
  }

  get deleteButton(): Locator {
    return this.pane.getByRole("button", { name: "Delete" });
  }

  /** The name of the chosen key. */
  title(key: string): Locator {
    return this.pane.getByRole("heading", { name: key, exact: true });
  }

  get editButton(): Locator {
    return this.pane.getByRole("button", { name: "Edit" });
  }

  /** A row of the JSON viewer. */
  jsonRow(text: string): Locator {
    return this.value.getByRole("treeitem").filter({ hasText: text });
  }

  /** One of the two values of a conflict. */
  conflicting(whose: "Your value" | "Stored value"): Locator {
    return this.conflict.getByRole("region", { name: whose });
  }

  async settleConflict(how: "Keep the stored one" | "Save mine"): Promise<void> {
    await this.conflict.getByRole("button", { name: how }).click();
  }

  async deleteMarked(): Promise<void> {
    await this.bulkBar.getByRole("button", { name: "Delete" }).click();
  }

  /** Goes to the invocation that wrote a version. */
  async seeWriterOf(version: Locator): Promise<void> {
    await version.getByRole("button").click();
  }

  /** How many rows the page has drawn, in sight or near it. */
  async drawnRows(): Promise<number> {
    return this.rows().count();
  }
}

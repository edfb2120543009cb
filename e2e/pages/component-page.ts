import type { Locator, Page } from "@playwright/test";

export class ComponentPage {
  readonly page: Page;
  readonly card: Locator;
  readonly reloads: Locator;
  readonly imports: Locator;
  readonly exports: Locator;
  /** Of the contract check, in one line. */
  readonly summary: Locator;

  constructor(page: Page) {
    this.page = page;
    this.card = page.getByRole("article", { name: /^Component / });
    this.reloads = this.card.getByRole("list", { name: "Reloads" }).getByRole("listitem");
    this.imports = this.card.getByRole("treegrid", { name: "Imports" }).getByRole("row");
    // Below it another one stands in for imports that are still being checked.
    this.summary = this.card.getByRole("tabpanel").getByRole("status").first();
    this.exports = this.card.getByRole("list", { name: "Exports" }).getByRole("listitem");
  }

  /** The row of an import, by its whole name. */
  import(name: string): Locator {
    return this.imports.filter({ has: this.page.getByTitle(name, { exact: true }) });
  }

  async openTab(tab: "Imports" | "Exports" | "Reloads" | "WIT"): Promise<void> {
    await this.card.getByRole("tab", { name: new RegExp(`^${tab}( \\d+)?$`) }).click();
  }

  async checkFor(profile: "wasmCloud 1.x" | "wasmCloud 2.x"): Promise<void> {
    await this.card.getByRole("group", { name: "Checked for" }).getByRole("button", { name: profile }).click();
  }

  /** One of the card's facts; `Wrapped` only of a core module. */
  fact(name: "Artefact" | "Build" | "Wrapped" | "Limits"): Locator {
    return this.card
      .locator("dl > div")
      .filter({ has: this.page.locator("dt", { hasText: name }) })
      .locator("dd");
  }
}

import type { Locator, Page } from "@playwright/test";

export class ProblemsPage {
  readonly page: Page;
  readonly items: Locator;
  readonly none: Locator;

  constructor(page: Page) {
    this.page = page;
    this.items = page.getByRole("list", { name: "Problems" }).getByRole("listitem");
    this.none = page.getByRole("heading", { name: "No problems" });
  }

  problem(title: string | RegExp): Locator {
    return this.items.filter({ has: this.page.getByRole("heading", { name: title, exact: true }) });
  }

  /** From a problem to the component that has it. */
  async seeComponent(name: string): Promise<void> {
    await this.items.getByRole("button", { name, exact: true }).click();
  }
}

import type { Locator, Page } from "@playwright/test";

export class DoctorPage {
  readonly page: Locator;
  readonly rows: Locator;
  readonly againButton: Locator;

  constructor(page: Page) {
    this.page = page.getByRole("article", { name: "Doctor" });
    this.rows = this.page.getByRole("list", { name: "What was checked" }).getByRole("listitem");
    this.againButton = this.page.getByRole("button", { name: "Check again" });
  }

  /** `All is well.`, or how many problems and warnings there are. */
  get verdict(): Locator {
    return this.page.getByRole("status");
  }
}

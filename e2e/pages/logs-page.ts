import type { Locator, Page } from "@playwright/test";

export class LogsPage {
  readonly lines: Locator;
  readonly search: Locator;

  constructor(page: Page) {
    this.lines = page.getByRole("log", { name: "Logs", exact: true });
    this.search = page.getByRole("searchbox", { name: "Search in logs" });
  }
}

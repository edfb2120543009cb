import type { Locator, Page } from "@playwright/test";

export class LogsPage {
  readonly lines: Locator;

  constructor(page: Page) {
    this.lines = page.getByRole("log", { name: "Logs", exact: true });
  }
}

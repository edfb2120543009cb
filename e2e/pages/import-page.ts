import type { Locator, Page } from "@playwright/test";

/** What was read from another tool's files, and the project file proposed for it. */
export class ImportPage {
  readonly banner: Locator;
  readonly report: Locator;
  readonly proposal: Locator;

  constructor(page: Page) {
    this.banner = page.getByRole("region", { name: "Import", exact: true });
    this.report = page.getByRole("region", { name: "What was read" });
    this.proposal = page.getByRole("region", { name: "Proposed project file" });
  }

  async open(): Promise<void> {
    await this.banner.getByRole("button", { name: "See what was read" }).click();
  }

  rows(outcome: "Mapped" | "Changed" | "Ignored"): Locator {
    return this.report.getByRole("listitem").filter({ hasText: new RegExp(`^\\s*${outcome}`) });
  }

  async accept(): Promise<void> {
    await this.proposal.getByRole("button", { name: "Write vitrine.jsonc" }).click();
  }
}

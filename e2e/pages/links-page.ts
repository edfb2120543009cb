import type { Locator, Page } from "@playwright/test";

export class LinksPage {
  readonly page: Page;
  readonly region: Locator;
  readonly troubleButton: Locator;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "Links" });
    this.troubleButton = page.getByRole("button", { name: /in trouble$|^No trouble$/ });
  }

  table(component: string): Locator {
    return this.region.getByRole("table", { name: `Links of ${component}` });
  }

  /** The row of an import, whatever its version, under a link name. */
  link(component: string, imported: string, name = "default"): Locator {
    return this.table(component)
      .getByRole("row")
      .filter({ has: this.page.getByRole("rowheader", { name: imported }) })
      .filter({ has: this.page.getByRole("cell", { name, exact: true }) });
  }

  calls(link: Locator): Locator {
    return link.getByRole("cell").last();
  }
}

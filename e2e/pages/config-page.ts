import type { Locator, Page } from "@playwright/test";

export class ConfigPage {
  readonly page: Page;
  readonly region: Locator;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "Configuration", exact: true });
  }

  component(name: string): Locator {
    return this.region.getByRole("region", { name: `Configuration of ${name}` });
  }

  /** The rows of a component: what counts, each followed by what it hides. */
  rows(component: string): Locator {
    return this.region.getByRole("table", { name: `Values of ${component}` }).locator("tbody tr");
  }

  /** The row of what counts. */
  value(component: string, key: string): Locator {
    return this.rows(component).filter({ has: this.page.getByRole("rowheader", { name: key, exact: true }) });
  }

  async add(component: string, key: string, value: string): Promise<void> {
    await this.region.getByRole("button", { name: `Add value for ${component}` }).click();
    const form = this.page.getByRole("form", { name: `Add a value for ${component}` });
    await form.getByLabel("Key").fill(key);
    await form.getByLabel("Value").fill(value);
    await form.getByRole("button", { name: "Save" }).click();
  }

  editForm(component: string, key: string): Locator {
    return this.page.getByRole("form", { name: `Edit ${key} of ${component}` });
  }
}

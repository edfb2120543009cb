import type { Locator, Page } from "@playwright/test";

export class SecretsPage {
  readonly page: Page;
  readonly secrets: Locator;
  readonly audit: Locator;
  /** Rows of the audit, newest first, without the head. */
  readonly rows: Locator;
  readonly leaks: Locator;

  constructor(page: Page) {
    this.page = page;
    this.secrets = page.getByRole("list", { name: "Secrets" });
    this.audit = page.getByRole("region", { name: "Audit" });
    this.rows = this.audit
      .getByRole("grid", { name: "Audit" })
      .locator('[role="row"][aria-rowindex]:not([aria-rowindex="1"])');
    this.leaks = this.audit.getByRole("region", { name: "Leaks" });
  }

  secret(name: string): Locator {
    return this.secrets.locator("> li").filter({ has: this.page.getByRole("heading", { name, exact: true }) });
  }

  /** Shown to a person. */
  value(name: string): Locator {
    return this.page.getByRole("region", { name: `Value of ${name}` });
  }

  async reveal(name: string): Promise<void> {
    await this.secret(name)
      .getByRole("button", { name: `Reveal ${name}…` })
      .click();
    await this.secret(name).getByRole("button", { name: "Show the value" }).click();
  }

  async filter(by: "Component" | "Secret" | "What happened" | "Outcome", choice: string): Promise<void> {
    await this.audit.getByRole("combobox", { name: by }).selectOption(choice);
  }
}

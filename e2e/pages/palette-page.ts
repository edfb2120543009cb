import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures/expect.ts";

export class PalettePage {
  readonly page: Page;
  readonly dialog: Locator;
  readonly field: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole("dialog", { name: "Command palette" });
    this.field = this.dialog.getByRole("combobox");
  }

  async open(): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+k");
    await expect(this.field).toBeFocused();
  }

  option(label: string | RegExp): Locator {
    return this.dialog.getByRole("option").filter({ hasText: label });
  }
}

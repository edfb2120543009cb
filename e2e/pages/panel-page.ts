import type { Locator, Page } from "@playwright/test";

/** The panel below the views: what builds print, and the problems. */
export class PanelPage {
  readonly page: Page;
  readonly panel: Locator;
  /** The chosen build: how it goes or went, and its terminal. */
  readonly build: Locator;
  readonly cancelButton: Locator;
  readonly buildButton: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole("region", { name: "Panel", exact: true });
    this.build = this.panel.getByRole("region", { name: /^Build of / });
    this.cancelButton = this.build.getByRole("button", { name: "Cancel build" });
    this.buildButton = this.build.getByRole("button", { name: "Build now" });
  }

  async open(tab: "Build output" | "Problems" | `Build: ${string}`): Promise<void> {
    if (!(await this.panel.isVisible())) await this.page.keyboard.press("ControlOrMeta+j");
    await this.panel.getByRole("tab", { name: new RegExp(`^${tab}( \\d+)?$`) }).click();
  }

  async close(): Promise<void> {
    await this.panel.getByRole("button", { name: "Close the panel" }).click();
  }

  /** Names what the build writes and watches. */
  get loopNotice(): Locator {
    return this.build.getByRole("alert");
  }

  async ignoreLoop(): Promise<void> {
    await this.loopNotice.getByRole("button", { name: "Ignore it" }).click();
  }

  /** How the newest run ended: `Built in 1.2 s, exit code 0`. */
  get verdict(): Locator {
    return this.build.getByRole("status").first();
  }

  /** The lines on the screen of the terminal, as a screen reader has them. */
  get lines(): Locator {
    return this.build.locator(".xterm-accessibility-tree");
  }
}

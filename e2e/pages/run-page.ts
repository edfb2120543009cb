import type { Locator, Page } from "@playwright/test";

/** The view that runs `wasi:cli/run` components in a terminal. */
export class RunPage {
  readonly page: Page;
  readonly view: Locator;
  readonly args: Locator;
  readonly runButton: Locator;
  readonly stopButton: Locator;
  readonly terminal: Locator;
  readonly endInputButton: Locator;

  constructor(page: Page) {
    this.page = page;
    this.view = page.getByRole("region", { name: /^Run / });
    this.args = this.view.getByRole("textbox", { name: "Arguments of the program" });
    this.runButton = this.view.getByRole("button", { name: "Run", exact: true });
    this.stopButton = this.view.getByRole("button", { name: "Stop", exact: true });
    this.terminal = this.view.getByRole("textbox", { name: /^Terminal of / });
    this.endInputButton = this.view.getByRole("button", { name: "End its input" });
  }

  /** How the last run ended: `Killed after 2 s`. */
  get ended(): Locator {
    return this.view.getByRole("status");
  }

  get running(): Locator {
    return this.view.getByText(/^Running for /);
  }

  /** Lines on the screen of the terminal, as a screen reader has them, that are just this text. */
  line(text: string): Locator {
    return this.view.locator(".xterm-accessibility-tree").getByRole("listitem").getByText(text, { exact: true });
  }

  async seeInvocation(): Promise<void> {
    await this.view.getByRole("button", { name: /^See what invocation \d+ did$/ }).click();
  }
}

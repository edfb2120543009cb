import type { Locator, Page } from "@playwright/test";

/** Asks whether a request may leave; the component waits for the answer. */
export class EgressBanner {
  readonly questions: Locator;

  constructor(page: Page) {
    this.questions = page.getByRole("alert", { name: "Outgoing request" });
  }

  async answer(how: "Allow once" | "Always allow in this project" | "Refuse"): Promise<void> {
    await this.questions.getByRole("button", { name: how }).click();
  }
}

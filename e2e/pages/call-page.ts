import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures/expect.ts";

/** The two views that call a component by hand: its exports, and HTTP. */
export class CallPage {
  readonly page: Page;
  readonly component: Locator;
  readonly function: Locator;
  readonly form: Locator;
  readonly jsonToggle: Locator;
  readonly json: Locator;
  readonly callButton: Locator;
  readonly result: Locator;
  /** What is wrong with the arguments: their path and what is expected there. */
  readonly problem: Locator;
  readonly request: Locator;
  readonly response: Locator;
  readonly sent: Locator;

  constructor(page: Page) {
    this.page = page;
    this.component = page.getByRole("combobox", { name: "Component" });
    this.function = page.getByRole("combobox", { name: "Function" });
    this.form = page.getByRole("form", { name: "Arguments" });
    this.jsonToggle = this.form.getByRole("button", { name: "JSON" });
    this.json = this.form.getByRole("textbox", { name: "Arguments as JSON" });
    this.callButton = this.form.getByRole("button", { name: "Call", exact: true });
    this.problem = this.form.getByRole("status");
    this.result = page.getByRole("region", { name: "Result" });
    this.request = page.getByRole("form", { name: "Request" });
    this.response = page.getByRole("region", { name: "Response", exact: true });
    this.sent = page.getByRole("list", { name: "Sent requests" }).getByRole("listitem");
  }

  /** By what the command line calls it: `demo:counter/ops@0.1.0#hit`. */
  async chooseFunction(target: string): Promise<void> {
    await this.function.selectOption(target);
    await expect(this.function).toHaveValue(target);
  }

  /** A field of the form by its path: `options.style`. */
  field(path: string): Locator {
    return this.form.getByLabel(path, { exact: true });
  }

  /** `ok`, `error`, `trap` … */
  get outcome(): Locator {
    return this.result.getByRole("heading");
  }

  /** From a result or a response to what happened for it. */
  async seeInvocation(): Promise<void> {
    await this.result
      .or(this.response)
      .getByRole("button", { name: /^See what invocation \d+ did$/ })
      .click();
  }

  async addItem(list: string): Promise<void> {
    await this.form.getByRole("button", { name: `Add item to ${list}` }).click();
  }

  async removeItem(list: string, index: number): Promise<void> {
    await this.form.getByRole("button", { name: `Remove item ${index} of ${list}` }).click();
  }

  async cancel(): Promise<void> {
    await this.form.getByRole("button", { name: "Cancel" }).click();
  }

  get resultText(): Locator {
    return this.result.locator("pre");
  }

  async writeJson(text: string): Promise<void> {
    if ((await this.jsonToggle.getAttribute("aria-pressed")) !== "true") await this.jsonToggle.click();
    await this.json.fill(text);
  }

  get status(): Locator {
    return this.response.getByRole("heading");
  }

  get responseHeaders(): Locator {
    return this.response.locator("dl");
  }

  get responseBody(): Locator {
    return this.response.getByRole("region", { name: "Response body" });
  }

  get target(): Locator {
    return this.request.getByRole("textbox", { name: "Path and query" });
  }

  headerValue(number: number): Locator {
    return this.request.getByRole("textbox", { name: `Value of header ${number}` });
  }

  /** Puts a request of the history back into the composer. */
  async pick(text: string): Promise<void> {
    await this.sent.filter({ hasText: text }).getByTitle("Open it to edit and send").click();
  }

  async compose(method: string, target: string): Promise<void> {
    await this.request.getByRole("combobox", { name: "Method" }).selectOption(method);
    await this.target.fill(target);
  }

  async addHeader(name: string, value: string): Promise<void> {
    await this.request.getByRole("button", { name: "Add header" }).click();
    const at = await this.request.getByRole("textbox", { name: /^Name of header/ }).count();
    await this.request.getByRole("textbox", { name: `Name of header ${at}` }).fill(name);
    await this.headerValue(at).fill(value);
  }

  get body(): Locator {
    return this.request.getByRole("textbox", { name: "Request body" });
  }

  async send(): Promise<void> {
    await this.request.getByRole("button", { name: "Send", exact: true }).click();
  }
}

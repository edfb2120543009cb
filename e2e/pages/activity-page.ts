import { readFile } from "node:fs/promises";

import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures/expect.ts";

export type DetailTab = "Host calls" | "Changes" | "Request" | "Response" | "Arguments and result" | "Logs" | "Caused";

export class ActivityPage {
  readonly page: Page;
  readonly grid: Locator;
  /** All that is known of the chosen invocation. */
  readonly detail: Locator;
  readonly spans: Locator;
  /** The chosen host call in full. */
  readonly hostCall: Locator;
  readonly filter: Locator;
  readonly changes: Locator;
  readonly logLines: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole("grid", { name: "Invocations" });
    this.detail = page.getByRole("region", { name: "Invocation", exact: true });
    this.spans = this.detail.getByRole("tree", { name: "Host calls" });
    this.hostCall = this.detail.getByRole("region", { name: "Host call", exact: true });
    this.filter = page
      .getByRole("textbox", { name: "Filter invocations" })
      .or(page.getByRole("combobox", { name: "Filter invocations" }));
    this.changes = this.detail.getByRole("list", { name: "Changes" }).getByRole("listitem");
    this.logLines = this.detail.getByRole("log", { name: "Logs of the invocation" });
  }

  /** Leaves only what did not go well. */
  get failed(): Locator {
    return this.page.getByRole("button", { name: "Failed", exact: true });
  }

  get closeButton(): Locator {
    return this.detail.getByRole("button", { name: "Close the invocation" });
  }

  get findCalls(): Locator {
    return this.detail.getByRole("searchbox", { name: "Find host calls" });
  }

  get noClocks(): Locator {
    return this.detail.getByRole("button", { name: "No clocks" });
  }

  /** In the list of what an invocation caused. */
  get onlyThese(): Locator {
    return this.detail.getByRole("button", { name: "Show only these in the list" });
  }

  columnHead(name: string): Locator {
    return this.grid.getByRole("columnheader", { name });
  }

  /** The edge of a column. */
  grip(name: string): Locator {
    return this.grid.getByRole("separator", { name: `Width of ${name}` });
  }

  /** The text of the file that the list is exported to. */
  async exported(format: "NDJSON" | "CSV"): Promise<string> {
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: "Export the invocations" }).click();
    await this.page.getByRole("menuitem", { name: `Export as ${format}` }).click();
    return readFile(await (await download).path(), "utf8");
  }

  rows(title?: string | RegExp): Locator {
    const rows = this.grid.getByRole("row").filter({ has: this.page.getByRole("gridcell") });
    return title === undefined ? rows : rows.filter({ has: this.page.getByRole("gridcell", { name: title }) });
  }

  outcome(row: Locator): Locator {
    return row.getByRole("gridcell").nth(2);
  }

  /** How long it runs or ran, from the last column. */
  async elapsedMs(row: Locator): Promise<number> {
    return Number((await row.getByRole("gridcell").last().innerText()).replaceAll(",", ""));
  }

  async choose(row: Locator): Promise<void> {
    await row.getByRole("gridcell").nth(1).click();
    await expect(this.detail).toBeVisible();
  }

  async openTab(tab: DetailTab): Promise<void> {
    await this.tab(tab).click();
  }

  /** Where a tab has a count it is a part of its name: `Changes 1`. */
  tab(tab: DetailTab): Locator {
    return this.detail.getByRole("tab", { name: new RegExp(`^${tab}( \\d+)?$`) });
  }

  /** The span of a host call, by what its line says. */
  span(text: string | RegExp): Locator {
    return this.spans.getByRole("treeitem").filter({ hasText: text });
  }

  /** Goes from the first span to this one with the arrow keys; the tree has the focus. */
  async stepTo(text: string | RegExp): Promise<void> {
    const spans = this.spans.getByRole("treeitem");
    await expect(this.span(text).first()).toBeVisible();
    const lines = await spans.allTextContents();
    const target = lines.findIndex((line) => (typeof text === "string" ? line.includes(text) : text.test(line)));
    for (let index = 0; index <= target; index += 1) {
      await this.page.keyboard.press(index === 0 ? "Home" : "ArrowDown");
      await expect(spans.nth(index)).toHaveAttribute("aria-selected", "true");
    }
  }

  /** The part of the waterfall that a span takes: where it begins and how wide it is, in pixels of its bar. */
  async bar(span: Locator): Promise<{ readonly left: number; readonly right: number; readonly track: number }> {
    return span.locator("[aria-hidden] > i[style*='width']").evaluate((mark) => {
      const own = mark.getBoundingClientRect();
      const track = (mark.parentElement ?? mark).getBoundingClientRect();
      return { left: own.left - track.left, right: own.right - track.left, track: track.width };
    });
  }

  /** A line of a host call's detail: its arguments, its result, what it changed. */
  hostCallFact(name: "arguments" | "result" | "changed" | "link" | "time"): Locator {
    return this.hostCall.locator("div", { has: this.page.getByText(name, { exact: true }) }).last();
  }

  /** An argument of the chosen host call. */
  argument(name: string): Locator {
    return this.hostCall
      .locator("dl > div")
      .filter({ has: this.page.locator("dt", { hasText: new RegExp(`^${name}$`) }) })
      .locator("dd");
  }

  /** The chosen invocation's name. */
  get title(): Locator {
    return this.detail.getByRole("heading", { level: 2 });
  }

  /** How the chosen invocation ended, with the name of its status. */
  longOutcome(text: string): Locator {
    return this.detail.getByText(text, { exact: true });
  }

  /** Why the chosen invocation did not end well. */
  get reason(): Locator {
    return this.detail.locator("pre").first();
  }

  get hostCallTitle(): Locator {
    return this.hostCall.getByRole("heading");
  }

  /** A key that the chosen host call changed; leads to it. */
  changedKey(name: string): Locator {
    return this.hostCall.getByRole("button", { name });
  }

  /** The span of the whole invocation. */
  get wholeSpan(): Locator {
    return this.spans.getByRole("treeitem").first();
  }

  get chosenRow(): Locator {
    return this.rows().and(this.page.locator("[aria-selected=true]"));
  }

  /** Arguments or result of a typed call. */
  typed(part: "Arguments" | "Result"): Locator {
    return this.detail.getByRole("region", { name: part });
  }

  /** The values of the headers of the request or response. */
  get headerValues(): Locator {
    return this.detail.getByRole("definition");
  }

  async sendAgain(): Promise<void> {
    await this.detail.getByRole("button", { name: "Send again" }).click();
  }

  async copy(label: string): Promise<void> {
    await this.detail.getByRole("button", { name: label }).click();
  }

  /** What is on the clipboard now, in one line; a copy comes there a moment after the press. */
  async pasted(): Promise<string> {
    await this.filter.focus();
    await this.page.keyboard.press("ControlOrMeta+v");
    const text = await this.filter.inputValue();
    await this.filter.fill("");
    return text;
  }

  async kill(): Promise<void> {
    await this.detail.getByRole("button", { name: "Kill", exact: true }).click();
  }

  async clear(): Promise<void> {
    await this.page.getByRole("button", { name: "Clear", exact: true }).click();
  }

  killButton(row: Locator): Locator {
    return row.getByRole("button", { name: /^Kill / });
  }
}

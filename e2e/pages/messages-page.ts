import type { Locator, Page } from "@playwright/test";

export class MessagesPage {
  readonly page: Page;
  readonly grid: Locator;
  readonly filter: Locator;
  /** The pane of the chosen message. */
  readonly pane: Locator;
  /** Bytes of the chosen message. */
  readonly body: Locator;
  readonly deliveries: Locator;
  readonly lineage: Locator;
  /** Says that nobody listens, and what to do. */
  readonly noSubscriber: Locator;
  /** The pane in which a message is written. */
  readonly composer: Locator;
  readonly subject: Locator;
  readonly written: Locator;
  /** What became of the message sent last. */
  readonly result: Locator;
  readonly sent: Locator;
  /** Messages kept under a name, where those are shown. */
  readonly templates: Locator;
  readonly subscriptions: Locator;
  readonly unread: Locator;
  /** Subjects by their tokens. */
  readonly tree: Locator;
  /** Who listens to what is chosen there. */
  readonly subscribers: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole("grid", { name: "Messages" });
    this.filter = page
      .getByRole("combobox", { name: "Filter messages" })
      .or(page.getByRole("textbox", { name: "Filter messages" }));
    this.pane = page.getByRole("region", { name: "Message", exact: true });
    this.body = this.pane.getByRole("region", { name: "Message body" });
    this.deliveries = this.pane.getByRole("list", { name: "Deliveries" }).getByRole("listitem");
    this.lineage = this.pane.getByRole("region", { name: "Lineage" });
    this.noSubscriber = page.getByRole("note", { name: "No subscriber" });
    this.composer = page.getByRole("region", { name: "Send a message" });
    this.subject = this.composer.getByLabel("Subject", { exact: true });
    this.written = this.composer.getByRole("textbox", { name: "Message body" });
    this.result = this.composer.getByRole("region", { name: "Result" });
    this.sent = this.composer.getByRole("list", { name: "Sent messages" }).getByRole("listitem");
    this.templates = this.composer.getByRole("list", { name: "Templates" }).getByRole("listitem");
    this.subscriptions = page.getByRole("region", { name: "Subscriptions" }).locator("tbody").getByRole("row");
    this.unread = page.getByRole("button", { name: /^\d[\d,]* new/ });
    this.tree = page.getByRole("tree", { name: "Subjects" });
    this.subscribers = page.getByRole("region", { name: /^Listening to / });
  }

  /** Rows whose subject is this. */
  rows(subject?: string): Locator {
    const all = this.grid.getByRole("row").filter({ has: this.page.getByRole("gridcell") });
    return subject === undefined
      ? all
      : all.filter({ has: this.page.getByRole("gridcell", { name: subject, exact: true }) });
  }

  /** What a row says in a column, from 0: time, subject, from, to; a narrow list has not all that follow. */
  cell(row: Locator, column: number): Locator {
    return row.getByRole("gridcell").nth(column);
  }

  /** Lines of the subject tree that begin with this. */
  node(label: string | RegExp): Locator {
    return this.tree.getByRole("treeitem", { name: label });
  }

  get treeToggle(): Locator {
    return this.page.getByRole("button", { name: "Show subjects" });
  }

  replyTime(row: Locator): Locator {
    return row.getByRole("gridcell").last();
  }

  /** The button for a way to look at the body. */
  shownAs(viewer: "JSON" | "MsgPack" | "CBOR" | "Hex"): Locator {
    return this.body.getByRole("button", { name: viewer, exact: true });
  }

  /** Lines of a body that is shown as a tree. */
  get values(): Locator {
    return this.body.getByRole("treeitem");
  }

  async showTemplates(): Promise<void> {
    await this.composer.getByRole("button", { name: /^Templates/ }).click();
  }

  /** In the dialog that asks for it. */
  async name(name: string, act: "Save" | "Replace" | "Rename"): Promise<void> {
    const dialog = this.page.getByRole("dialog");
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByRole("button", { name: act }).click();
    await dialog.waitFor({ state: "detached" });
  }

  async templateMenu(name: string, entry: "Rename…" | "Delete"): Promise<void> {
    await this.composer.getByRole("button", { name: `More for ${name}` }).click();
    await this.page.getByRole("menuitem", { name: entry }).click();
  }

  async choose(subject: string): Promise<void> {
    await this.cell(this.rows(subject).last(), 1).click();
  }

  async openTab(name: "Body" | "Reply" | "Request" | "Lineage"): Promise<void> {
    await this.pane.getByRole("tab", { name }).click();
  }

  async openTraffic(): Promise<void> {
    await this.page.getByRole("tab", { name: /^Traffic/ }).click();
  }

  async openSubscriptions(): Promise<void> {
    await this.page.getByRole("tab", { name: /^Subscriptions/ }).click();
  }

  get publishButton(): Locator {
    return this.page.getByRole("button", { name: "Publish…" });
  }

  async write(kind: "Publish" | "Request", subject: string, body: string): Promise<void> {
    await this.composer.getByRole("group", { name: "Way of sending" }).getByRole("button", { name: kind }).click();
    await this.subject.fill(subject);
    await this.written.fill(body);
  }

  button(name: string | RegExp): Locator {
    return this.pane.getByRole("button", { name });
  }

  get live(): Locator {
    return this.page.getByRole("button", { name: "Live" });
  }

  async clear(): Promise<void> {
    await this.page.getByRole("main").getByRole("button", { name: "Clear", exact: true }).click();
  }
}

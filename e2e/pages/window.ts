import type { Locator, Page } from "@playwright/test";

import { expect } from "../fixtures/expect.ts";

import { ActivityPage } from "./activity-page.ts";
import { BlobsPage } from "./blobs-page.ts";
import { CallPage } from "./call-page.ts";
import { ComponentPage } from "./component-page.ts";
import { ConfigPage } from "./config-page.ts";
import { DeskPage } from "./desk-page.ts";
import { DoctorPage } from "./doctor-page.ts";
import { EgressBanner } from "./egress-banner.ts";
import { ImportPage } from "./import-page.ts";
import { KeyValuePage } from "./keyvalue-page.ts";
import { LinksPage } from "./links-page.ts";
import { LogsPage } from "./logs-page.ts";
import { MessagesPage } from "./messages-page.ts";
import { PalettePage } from "./palette-page.ts";
import { PanelPage } from "./panel-page.ts";
import { ProblemsPage } from "./problems-page.ts";
import { RunPage } from "./run-page.ts";
import { SecretsPage } from "./secrets-page.ts";

/** The views of the sidebar by their names in it. */
export type ViewName =
  | "Activity"
  | "Problems"
  | "Logs"
  | "Key-value"
  | "Blobs"
  | "HTTP"
  | "Exports"
  | "Run"
  | "Messages"
  | "Links"
  | "Config"
  | "Secrets";

/** A window of Vitrine: its frame, and a page object for each view. */
export class Window {
  readonly page: Page;
  readonly activity: ActivityPage;
  readonly keyvalue: KeyValuePage;
  readonly blobs: BlobsPage;
  readonly component: ComponentPage;
  readonly logs: LogsPage;
  readonly messages: MessagesPage;
  readonly problems: ProblemsPage;
  readonly call: CallPage;
  readonly palette: PalettePage;
  readonly imports: ImportPage;
  readonly panel: PanelPage;
  readonly run: RunPage;
  readonly egress: EgressBanner;
  readonly doctor: DoctorPage;
  readonly desk: DeskPage;
  readonly secrets: SecretsPage;
  readonly config: ConfigPage;
  readonly links: LinksPage;
  readonly statusBar: Locator;
  readonly sendButton: Locator;
  readonly main: Locator;
  /** Says that the studio is gone. */
  readonly lostBanner: Locator;
  readonly notifications: Locator;
  /** Asks before anything of the folder is run. */
  readonly trustQuestion: Locator;

  constructor(page: Page) {
    this.page = page;
    this.activity = new ActivityPage(page);
    this.keyvalue = new KeyValuePage(page);
    this.blobs = new BlobsPage(page);
    this.component = new ComponentPage(page);
    this.logs = new LogsPage(page);
    this.messages = new MessagesPage(page);
    this.problems = new ProblemsPage(page);
    this.call = new CallPage(page);
    this.palette = new PalettePage(page);
    this.imports = new ImportPage(page);
    this.panel = new PanelPage(page);
    this.run = new RunPage(page);
    this.egress = new EgressBanner(page);
    this.doctor = new DoctorPage(page);
    this.desk = new DeskPage(page);
    this.secrets = new SecretsPage(page);
    this.config = new ConfigPage(page);
    this.links = new LinksPage(page);
    this.statusBar = page.getByRole("contentinfo", { name: "Status" });
    this.sendButton = page.getByRole("button", { name: "Send request", exact: true });
    this.main = page.getByRole("main");
    this.lostBanner = this.main.getByRole("alert").filter({ hasText: "What you see is from before" });
    this.notifications = page.getByRole("region", { name: "Notifications" });
    this.trustQuestion = page.getByRole("region", { name: "Trust this folder?" });
  }

  /** Connected, and with something to show. */
  async ready(): Promise<void> {
    await this.inState("ready");
  }

  async inState(state: "connecting" | "loading" | "ready" | "lost"): Promise<void> {
    await expect(this.page.locator("#root")).toHaveAttribute("data-state", state, { timeout: 60_000 });
  }

  /** No component is being linked any more, and none waits. */
  async allReady(): Promise<void> {
    await expect(this.statusBar).toContainText(/(\d+) of \1 ready/, { timeout: 120_000 });
  }

  /** Goes to a place of this window by its address. */
  async visit(hash: string): Promise<void> {
    await this.page.evaluate((to) => (location.hash = to), hash);
  }

  /** Presses Tab until the focus is there, once around at most. */
  async tabTo(target: Locator): Promise<void> {
    for (let pressed = 0; pressed < 150; pressed += 1) {
      await this.page.keyboard.press("Tab");
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error(`The Tab key does not lead to ${String(target)}.`);
  }

  async go(view: ViewName): Promise<void> {
    await this.navigationItem(view).click();
  }

  async goToComponent(name: string): Promise<void> {
    await this.navigationItem(name).click();
  }

  navigationItem(name: string): Locator {
    return this.page.getByRole("navigation", { name: "Views" }).getByRole("button", { name, exact: true });
  }

  /** The title of a view, or of what a view says when it has nothing to show. */
  heading(text: string | RegExp): Locator {
    return this.main.getByRole("heading", { name: text, exact: true });
  }

  /** What the status bar says of a component that is not simply ready. */
  trouble(text: string): Locator {
    return this.statusBar.getByRole("button", { name: text });
  }

  /** What did not work. */
  get failure(): Locator {
    return this.notifications.getByRole("alert");
  }

  async trust(): Promise<void> {
    await this.trustQuestion.getByRole("button", { name: "Trust and build" }).click();
  }

  async reconnect(): Promise<void> {
    await this.lostBanner.getByRole("button", { name: "Reconnect now" }).click();
  }

  notification(text: string | RegExp): Locator {
    return this.notifications.getByRole("group", { name: "Notification" }).filter({ hasText: text });
  }

  /** Waits for it and keeps it from going: it stays as long as the pointer is on it. */
  async holdNotification(text: string | RegExp): Promise<void> {
    await this.notification(text).hover();
  }

  async undo(text: string | RegExp): Promise<void> {
    await this.notification(text).getByRole("button", { name: "Undo" }).click();
  }

  /** As the status bar links it. */
  async httpAddress(): Promise<string | undefined> {
    const link = this.statusBar.getByRole("link").first();
    return (await link.count()) === 0 ? undefined : ((await link.getAttribute("href")) ?? undefined);
  }
}

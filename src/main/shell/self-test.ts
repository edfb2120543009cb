/**
 * `--self-test`: does this build work on this machine? Run once by whoever has Electron's binary; prints one JSON report.
 */
import { type BrowserWindow, ipcMain, MessageChannelMain, type MessagePortMain } from "electron/main";

import { CONNECT_CHANNEL, PORT_CHANNEL } from "../../shared/shell-channels.ts";
import type { SelfTestFacts } from "../../shared/studio-process.ts";
import { forkStudio } from "./fork-studio.ts";
import { APP_ORIGIN, NOTICE_URL } from "./origin.ts";
import { PAGE_PROBE, type PageFindings } from "./self-test-page.ts";
import { StudioHost } from "./studio-host.ts";
import { createStudioWindow } from "./studio-window.ts";

export interface SelfTestOptions {
  readonly studioEntry: string;
  readonly preload: string;
  readonly icon: string;
  readonly packaged: boolean;
  readonly now: () => number;
}

export interface SelfTestReport {
  readonly ok: boolean;
  readonly failures: readonly string[];
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly packaged: boolean;
  readonly page?: PageFindings;
  readonly studio?: SelfTestFacts;
  readonly drainMs?: number;
}

/** A slow machine transpiles a component within it. */
const BUDGET_MS = 60_000;
/** The probe asks for what is not there, and Chromium says so on the console. */
const EXPECTED = /^Failed to load resource:.*\b404\b/;

export async function runSelfTest(options: SelfTestOptions): Promise<SelfTestReport> {
  const failures: string[] = [];
  const host = new StudioHost<MessagePortMain>({
    fork: () => forkStudio(options.studioEntry),
    onAcknowledged: () => undefined,
    onServing: () => undefined,
    onStopped: (stop) => failures.push(`the studio's process stopped: ${JSON.stringify(stop)}`),
    now: options.now,
  });
  const window = createStudioWindow({ ...options, visible: false, quit: () => undefined });
  const onConnect = (_event: unknown, nonce: unknown) => {
    const { port1, port2 } = new MessageChannelMain();
    host.attach(String(nonce), port1);
    window.webContents.postMessage(PORT_CHANNEL, { nonce }, [port2]);
  };
  // In place of the app's own answer: there is no project here.
  ipcMain.removeAllListeners(CONNECT_CHANNEL);
  ipcMain.on(CONNECT_CHANNEL, onConnect);
  window.webContents.on("console-message", ({ level, message }) => {
    if (level === "error" && !EXPECTED.test(message)) failures.push(`the page reports: ${message}`);
  });
  host.start();
  let page: PageFindings | undefined;
  try {
    page = await withinBudget(probePage(window));
    failures.push(...judge(page));
  } catch (error) {
    failures.push(error instanceof Error ? error.message : String(error));
  }
  const drainFrom = options.now();
  await host.shutDown();
  const drainMs = options.now() - drainFrom;
  return {
    ok: failures.length === 0,
    failures,
    versions: process.versions,
    platform: `${process.platform} ${process.arch}`,
    packaged: options.packaged,
    ...(page === undefined ? {} : { page, studio: page.studio }),
    drainMs,
  };
}

async function probePage(window: BrowserWindow): Promise<PageFindings> {
  // Not the app's own page: it would ask this studio for a project.
  await window.loadURL(NOTICE_URL);
  return (await window.webContents.executeJavaScript(PAGE_PROBE)) as PageFindings;
}

function judge(page: PageFindings): string[] {
  const expectations: readonly (readonly [boolean, string])[] = [
    [page.origin === APP_ORIGIN, `the page's origin is ${page.origin}`],
    [page.bridge.includes("connect"), `window.vitrine offers ${page.bridge.join(", ") || "nothing"}`],
    [!page.node, "the page sees Node"],
    [page.echoed === page.sent, `${page.echoed} of ${page.sent} bytes came back from the studio`],
    [page.index === 200, `the built page got ${page.index}`],
    [page.traversal === 404, `a path out of the page got ${page.traversal}`],
    [page.violations === 0, `${page.violations} violations of the content security policy`],
    [page.studio.sqlite, "node:sqlite does not work in the studio's process"],
    [page.studio.answer.startsWith("200 "), `the counter example answered: ${page.studio.answer}`],
  ];
  return expectations.filter(([holds]) => !holds).map(([, otherwise]) => otherwise);
}

function withinBudget<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no result within ${BUDGET_MS / 1000} s`)), BUDGET_MS);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

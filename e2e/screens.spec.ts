import { cat } from "../src/main/studio/fixtures/guests.ts";
import { courier } from "../src/main/studio/egress/fixtures/courier.ts";
import { guest } from "../test/guests/guests.ts";
import { graveFaults } from "./fixtures/grave-faults.ts";
import { layoutFaults } from "./fixtures/layout.ts";
import { type Project, projectOf } from "./fixtures/project.ts";
import { expect, type Studio, test } from "./fixtures/studio.ts";
import { type SourceProject, wasmcloudProject } from "./fixtures/wasmcloud-project.ts";

const LARGE = { width: 1280, height: 800 };
const SMALL = { width: 900, height: 600 };

/** A screen that is only there when something has happened. */
interface Screen<P extends Project = Project> {
  readonly name: string;
  readonly project: () => Promise<P>;
  /** Makes it happen; resolves when the screen is there. Returns what ends it, where that is not the test's end. */
  readonly make: (studio: Studio, project: P) => Promise<(() => Promise<unknown>) | void>;
}

const SOURCE = "src/handler.wat";

async function built({ window, api }: Studio, project: SourceProject): Promise<void> {
  await api.acceptImport();
  await api.trustFolder();
  await window.allReady();
  await window.panel.open("Build output");
  await expect(window.panel.lines).toContainText("Finished build/visits.wasm");
  await project.edit(SOURCE, "(func $count (result i64)", "(func $count (resul i64)");
  await expect(window.panel.verdict).toHaveText(/^Failed/);
}

const ofSources: readonly Screen<SourceProject>[] = [
  {
    name: "import-report",
    project: wasmcloudProject,
    make: async ({ window }) => {
      await window.imports.open();
      await expect(window.imports.proposal).toBeVisible();
    },
  },
  {
    name: "waiting-for-trust",
    project: wasmcloudProject,
    make: async ({ window }) => {
      await window.goToComponent("visits");
      await expect(window.component.card).toContainText("Waiting for its build");
      await window.panel.open("Build output");
      await expect(window.imports.banner).toBeVisible();
    },
  },
  {
    name: "building",
    project: wasmcloudProject,
    make: async ({ window, api }, project) => {
      await project.edit(
        "build.mjs",
        "const binary =",
        "await new Promise(() => setInterval(() => 0, 1000));\nconst binary =",
      );
      await api.trustFolder();
      await window.goToComponent("visits");
      await expect(window.component.card).toContainText("Building");
      await window.panel.open("Build output");
      await expect(window.panel.lines).toContainText("Compiling");
      await expect(window.panel.cancelButton).toBeVisible();
    },
  },
  {
    name: "first-build-failed",
    project: wasmcloudProject,
    make: async ({ window, api }, project) => {
      await project.edit(SOURCE, "(func $count (result i64)", "(func $count (resul i64)");
      await api.trustFolder();
      await window.goToComponent("visits");
      await expect(window.component.card).toContainText("There is no earlier build");
      await expect(window.component.card).toContainText(`${SOURCE}:42:17`);
    },
  },
  {
    name: "build-failed",
    project: wasmcloudProject,
    make: async (studio, project) => {
      await built(studio, project);
      await studio.window.goToComponent("visits");
      await expect(studio.window.component.card).toContainText("Serving the last good build");
    },
  },
  {
    name: "build-failed-problem",
    project: wasmcloudProject,
    make: async (studio, project) => {
      await built(studio, project);
      await studio.window.panel.open("Problems");
      await studio.window.go("Activity");
      await expect(studio.window.problems.items).toContainText([`${SOURCE}:42:17`]);
    },
  },
];

const KV = "test:kv/ops@0.1.0#";

const ofArtefacts: readonly Screen[] = [
  {
    name: "program-runs",
    project: async () => projectOf("cat", await cat()),
    make: async ({ window }) => {
      const { page, run } = window;
      await window.allReady();
      await window.go("Run");
      await run.runButton.click();
      await expect(run.terminal).toBeFocused();
      await page.keyboard.type("a line that is typed");
      await page.keyboard.press("Enter");
      await expect(run.line("a line that is typed")).toHaveCount(2);
    },
  },
  {
    name: "program-ended",
    project: async () => projectOf("cat", await cat()),
    make: async ({ window }) => {
      await window.allReady();
      await window.go("Run");
      await window.run.runButton.click();
      await window.run.endInputButton.click();
      await expect(window.run.ended).toHaveText(/^ok after /i);
    },
  },
  {
    name: "outgoing-request-asked",
    project: async () => projectOf("courier", await courier()),
    make: async ({ window, api }) => {
      await window.allReady();
      const path = `/${"a-rather-long-path/".repeat(8)}`;
      const reply = api.invoke({ component: "courier", target: "get", args: [true, "parcels.example:8443", path] });
      await expect(window.egress.questions).toHaveCount(1);
      return async () => {
        await window.egress.answer("Refuse");
        await reply;
      };
    },
  },
  {
    name: "artefact-failed",
    project: async () => projectOf("hello", new TextEncoder().encode("not a component\n"), { http: true }),
    make: async ({ window }) => {
      await window.goToComponent("hello");
      await expect(window.component.card).toContainText("Failed");
      await window.panel.open("Problems");
      await expect(window.problems.items.filter({ hasText: "hello cannot be used" })).toHaveCount(1);
    },
  },
  {
    name: "call-failed",
    project: async () => projectOf("counts", await guest("kv")),
    make: async ({ window }) => {
      const { call } = window;
      await window.allReady();
      await window.go("Exports");
      await call.chooseFunction(`${KV}increment-then-trap`);
      await call.field("key").fill("steps");
      await call.field("times").fill("2");
      await call.callButton.click();
      await expect(call.resultText).toContainText("unreachable");
    },
  },
  {
    name: "invocation-trapped",
    project: async () => projectOf("counts", await guest("kv")),
    make: async ({ window, api }) => {
      await window.allReady();
      const { invocation } = await api.invoke({
        component: "counts",
        target: `${KV}increment-then-trap`,
        args: ["steps", 2],
      });
      await window.visit(`/activity?inv=${invocation}`);
      await expect(window.activity.reason).toContainText("unreachable");
    },
  },
];

for (const { name, project, make } of [...ofSources, ...ofArtefacts] as readonly Screen[]) {
  test(`the screen ${name} has no grave accessibility fault, and fits a small window, in light and dark`, async ({
    open,
    keep,
    picture,
  }) => {
    test.slow();
    const kept = await keep(project());
    const studio = await open(kept);
    const { page } = studio.window;
    await page.setViewportSize(LARGE);
    const end = await make(studio, kept);
    const faults: Record<string, string> = {};
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [fault, what] of await graveFaults(page, colorScheme)) faults[`${colorScheme}: ${fault}`] = what;
      for (const size of [SMALL, LARGE]) {
        await page.setViewportSize(size);
        // The view is laid out anew for the size, which is not done when the size is there.
        const message = `the layout at ${size.width}×${size.height} in ${colorScheme}`;
        await expect.poll(() => layoutFaults(page), { message }).toEqual([]);
        await picture(studio, `${name}-${colorScheme}-${size.width}`);
      }
    }
    await end?.();
    expect(faults).toEqual({});
  });
}

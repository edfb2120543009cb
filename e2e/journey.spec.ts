import { stat } from "node:fs/promises";

import { wasmcloudProject } from "./fixtures/wasmcloud-project.ts";
import { expect, test } from "./fixtures/studio.ts";

const SOURCE = "src/handler.wat";
const GREETING = "Welcome, visitor";

test("a wasmCloud project is imported, built, called, edited, broken, mended and looped, and its state stays", async ({
  open,
  keep,
  picture,
}) => {
  test.slow();
  const project = await keep(wasmcloudProject());
  const studio = await open(project);
  const { window } = studio;
  const { activity, call, component, imports, keyvalue, panel, problems } = window;

  await test.step("what was read of the project is shown, each thing with what became of it and why", async () => {
    await imports.open();
    await expect(imports.rows("Mapped").filter({ hasText: "component.build_command" })).toContainText(
      "run without a shell",
    );
    await expect(imports.rows("Changed").filter({ hasText: "component.destination" })).toContainText(
      "build/visits_s.wasm is written when wash signs",
    );
    await expect(imports.rows("Ignored").filter({ hasText: "registry" })).toContainText("neither publishes");
    await expect(imports.proposal).toContainText('"command": ["node", "build.mjs"]');
    await picture(studio, "import");
    await imports.accept();
    await expect(window.notification("vitrine.jsonc was written.")).toBeVisible();
    await expect(imports.banner).toHaveCount(0);
    expect(await project.read("vitrine.jsonc")).toContain("build/visits.wasm");
  });

  await test.step("what is written into the project file counts at once", async () => {
    await window.goToComponent("visits");
    await project.edit("vitrine.jsonc", '"build":', '"limits": { "guestTimeMs": 10000 },\n      "build":');
    await expect(component.fact("Limits")).toContainText("10 s of guest time");
  });

  await test.step("nothing is run before the folder is trusted; then the build is seen as it prints", async () => {
    await expect(window.trustQuestion).toContainText("node build.mjs");
    await expect(stat(project.artefact("visits"))).rejects.toThrow("ENOENT");
    await panel.open("Build output");
    await expect(panel.build).toContainText("Nothing of this folder is run yet");
    await picture(studio, "trust");
    await window.trust();
    await expect(panel.lines).toContainText("Compiling src/handler.wat");
    await expect(panel.lines).toContainText("Finished build/visits.wasm");
    await expect(panel.verdict).toHaveText(/^Built in .*, exit code 0$/);
    await window.allReady();
    await expect(window.trustQuestion).toHaveCount(0);
    await picture(studio, "built");
  });

  await test.step("it answers, and what it counted is in the store", async () => {
    await window.go("HTTP");
    await call.compose("GET", "/");
    await call.send();
    await expect(call.status).toHaveText(/^200/);
    await expect(call.responseBody).toContainText(`${GREETING} 1`);
    await window.go("Key-value");
    await keyvalue.bucket("visitors").click();
    await keyvalue.choose("visits");
    await expect(keyvalue.value).toContainText("1");
  });

  await test.step("an edited source is built and swapped in, and goes on with the old state", async () => {
    await window.goToComponent("visits");
    const before = await component.fact("Build").first().innerText();
    await project.edit(SOURCE, GREETING, "Good to see you, guest");
    await expect(component.fact("Build").first()).not.toHaveText(before);
    await expect(panel.build).toContainText(`${SOURCE} changed`);
    await expect(panel.lines).toContainText("Finished build/visits.wasm");
    await component.openTab("Reloads");
    await expect(component.reloads.filter({ hasText: "replaces" })).toHaveText([/Swapped in/]);
    await window.go("HTTP");
    await call.send();
    await expect(call.responseBody).toContainText("Good to see you, guest 2");
    await picture(studio, "swapped");
  });

  await test.step("a source that does not compile is named by its line, while the last good build serves, marked", async () => {
    await project.edit(SOURCE, "(func $count (result i64)", "(func $count (resul i64)");
    await expect(panel.verdict).toHaveText(/^Failed with exit code 1/);
    await expect(panel.lines).toContainText(`${SOURCE}:42:17: error: unknown operator`);
    await expect(window.trouble("visits: newest build failed, serving last good")).toBeVisible();
    await picture(studio, "build-failed");
    await window.go("Problems");
    await expect(problems.items.filter({ hasText: "the build failed" }).first()).toContainText(`${SOURCE}:42:17`);
    await window.goToComponent("visits");
    await expect(component.card).toContainText("Serving the last good build");
    await expect(component.card).toContainText("Last build failed");
    await expect(component.card).toContainText(`${SOURCE}:42:17`);
    await picture(studio, "stale");
    await window.go("HTTP");
    await call.send();
    await expect(call.responseBody).toContainText("Good to see you, guest 3");
  });

  await test.step("mended, it is ready again, and no problem stays", async () => {
    await project.edit(SOURCE, "(func $count (resul i64)", "(func $count (result i64)");
    await expect(panel.verdict).toHaveText(/^Built in /);
    await window.goToComponent("visits");
    await expect(component.card).toContainText("Ready");
    await expect(window.statusBar.getByRole("button", { name: /^visits/ })).toHaveCount(0);
    await panel.close();
    await window.go("Problems");
    await expect(problems.none).toBeVisible();
  });

  await test.step("a guest that loops ends at its limit, what it did is on record, and the next request is served", async () => {
    await window.go("HTTP");
    await call.compose("GET", "/?loop");
    await call.send();
    await window.go("Activity");
    const row = activity.rows("GET /?loop");
    await expect(activity.outcome(row)).toContainText("running");
    await activity.choose(row);
    await expect(activity.span("atomics.increment")).toContainText('"visits" 1 → 4');
    await picture(studio, "looping");
    await expect(activity.outcome(row)).toHaveText("timeout");
    await expect(activity.span("atomics.increment")).toContainText('"visits" 1 → 4');
    await activity.openTab("Logs");
    await expect(activity.logLines).toContainText("about to loop");
    await window.go("HTTP");
    await call.compose("GET", "/");
    await call.send();
    await expect(call.responseBody).toContainText("Good to see you, guest 5");
  });
});

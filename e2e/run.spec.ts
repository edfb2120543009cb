import { cat } from "../src/main/studio/fixtures/guests.ts";
import { preview1Program } from "../test/guests/core-modules.ts";
import { guest } from "../test/guests/guests.ts";
import { projectOf } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

test("a program reads what is typed, line by line, until Ctrl+D ends its input", async ({ open, keep, picture }) => {
  const studio = await open(await keep(projectOf("cat", await cat())));
  const { activity, page, run } = studio.window;
  await studio.window.allReady();
  await studio.window.go("Run");
  await run.runButton.click();
  await expect(run.running).toBeVisible();
  await expect(run.terminal).toBeFocused();

  await page.keyboard.type("helo");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("l");
  await expect(run.line("hello")).toHaveCount(1);
  await page.keyboard.press("Enter");
  // Once as it was typed, once as the program gives it back.
  await expect(run.line("hello")).toHaveCount(2);
  await page.keyboard.type("second");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  await expect(run.line("secon")).toHaveCount(2);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(run.line("hello")).toHaveCount(3);
  await page.keyboard.press("Enter");
  await expect(run.line("hello")).toHaveCount(4);
  await picture(studio, "typed");

  await page.keyboard.press("Control+d");
  await expect(run.ended).toHaveText(/^ok after /i);
  await expect(run.runButton).toBeVisible();
  await run.seeInvocation();
  await expect(activity.chosenRow).toContainText("run");
  await expect(activity.outcome(activity.chosenRow)).toHaveText("ok");
});

test("Ctrl+C ends a program that waits for input, and it runs again afterwards", async ({ open, keep, picture }) => {
  const studio = await open(await keep(projectOf("cat", await cat())));
  const { page, run } = studio.window;
  await studio.window.allReady();
  await studio.window.go("Run");
  await run.runButton.click();
  await expect(run.terminal).toBeFocused();
  await page.keyboard.type("before the end");
  await expect(run.line("before the end")).toHaveCount(1);
  await page.keyboard.press("Control+c");
  await expect(run.line("before the end^C")).toHaveCount(1);
  await expect(run.ended).toHaveText(/^killed after /i);
  await picture(studio, "interrupted");

  await run.runButton.click();
  await expect(run.terminal).toBeFocused();
  await page.keyboard.type("again");
  await page.keyboard.press("Enter");
  await expect(run.line("again")).toHaveCount(2);
  await run.endInputButton.click();
  await expect(run.ended).toHaveText(/^ok after /i);
});

test("a program gets its arguments as a shell would part them, and its failure is shown", async ({ open, keep }) => {
  const studio = await open(await keep(projectOf("tool", await guest("cli-run"))));
  const { run } = studio.window;
  await studio.window.allReady();
  await studio.window.go("Run");
  await run.args.fill("one 'two words' fail");
  await run.args.press("Enter");
  await expect(run.line("two words")).toHaveCount(1);
  await expect(run.line("done")).toHaveCount(1);
  await expect(run.ended).toHaveText(/^error after /i);
  await studio.window.page.reload();
  await studio.window.ready();
  await expect(run.args).toHaveValue("one 'two words' fail");
});

test("a core module for WASI preview 1 runs, and its card says what was made of it", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(projectOf("older", await preview1Program("from preview 1"))));
  const { component, run } = studio.window;
  await studio.window.allReady();
  await studio.window.goToComponent("older");
  await expect(component.fact("Wrapped")).toHaveText(
    "It is a core module built for WASI preview 1; Vitrine makes a component of it with the command adapter.",
  );
  await picture(studio, "card");
  await studio.window.go("Run");
  await run.runButton.click();
  await expect(run.line("from preview 1")).toHaveCount(1);
  await expect(run.ended).toHaveText(/^ok after /i);
});

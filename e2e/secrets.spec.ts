import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, type Studio } from "./fixtures/studio.ts";
import { PASSWORD } from "./fixtures/wiring-project.ts";
import { wiringTest as test } from "./fixtures/wiring-test.ts";

async function vaultCalls({ api }: Studio, target: string, key: string) {
  return api.invoke({ component: "vault", target, args: [key] });
}

test("what a component gets, and what it lets out, is in the audit with the way to the span and back", async ({
  studio,
  picture,
}) => {
  const { window } = studio;
  const { secrets, activity } = window;
  await window.go("Secrets");
  await expect(window.heading("The audit is empty")).toBeVisible();

  await vaultCalls(studio, "get", "unheard-of");
  await expect(secrets.rows).toHaveCount(1);
  await expect(secrets.rows.first()).toContainText("Asked for, not found");
  const { invocation } = await vaultCalls(studio, "log-value", "password");
  await expect(secrets.rows).toHaveCount(4);
  await expect(secrets.rows).toContainText([/Leaked in a log line/, /Revealed/, /Asked for/, /Asked for, not found/]);
  await expect(secrets.leaks).toContainText("password of vault in a log line, as it is");
  await expect(window.navigationItem("Secrets").locator("xpath=..")).toContainText("1 leak");
  await picture(studio, "leak");

  await secrets.filter("Outcome", "not-found");
  await expect(secrets.rows).toHaveCount(1);
  await secrets.filter("Outcome", "");
  await secrets.filter("Secret", "password");
  await expect(secrets.rows).toHaveCount(3);
  await secrets.filter("What happened", "reveal");
  await expect(secrets.rows).toHaveCount(1);

  await secrets.leaks.getByRole("button", { name: `Open invocation ${invocation} call` }).click();
  await expect(activity.hostCallTitle).toHaveText(/logging.*#log$/);
  await expect(activity.hostCall).toContainText("«secret password»");
  await expect(window.main).not.toContainText(PASSWORD);
  await window.visit(`/activity?inv=${invocation}&call=2`);
  await activity.hostCall.getByRole("button", { name: "password in the audit" }).click();
  await expect(secrets.rows).toHaveCount(3);
  await expect(secrets.secret("password")).toHaveAttribute("data-chosen", "true");
});

test("a person sees a value only after agreeing to be in the audit, and only for a while", async ({ studio }) => {
  const { window } = studio;
  const { secrets, page } = window;
  await window.go("Secrets");
  await expect(secrets.secret("password")).toContainText("Found");
  await secrets.secret("password").getByRole("button", { name: "Reveal password…" }).click();
  await expect(secrets.secret("password")).toContainText("This will be in the audit");
  await page.keyboard.press("Escape");
  await expect(window.heading("The audit is empty")).toBeVisible();
  await expect(window.main).not.toContainText(PASSWORD);

  await secrets.reveal("password");
  await expect(secrets.value("password")).toContainText(PASSWORD);
  await expect(secrets.rows).toContainText(["Seen by a person"]);
  await page.evaluate(() => globalThis.dispatchEvent(new Event("blur")));
  await expect(secrets.value("password")).toHaveCount(0);
  await expect(window.main).not.toContainText(PASSWORD);

  await page.clock.install();
  await secrets.reveal("password");
  await expect(secrets.value("password")).toContainText(PASSWORD);
  await page.clock.fastForward(31_000);
  await expect(secrets.value("password")).toHaveCount(0);
  expect((await studio.api.audit({ kind: "person-reveal", limit: 10 })).length).toBe(2);
});

test("a source that is refused says what to run, and after that the component gets the value", async ({
  studio,
  project,
}) => {
  const { secrets } = studio.window;
  await studio.window.go("Secrets");
  const open = secrets.secret("open");
  const path = join(project.path, "open.key");
  await expect(open).toContainText("Refused");
  await expect(open.locator("pre")).toHaveText(`chmod 600 ${path}`);
  await expect(open.getByRole("button", { name: "Reveal open…" })).toBeDisabled();
  await expect(secrets.secret("short")).toContainText("Untracked");
  await expect(secrets.secret("gone")).toContainText("VITRINE_TEST_NOT_SET");

  // In this order: from the moment it is not refused any more it holds what is looked for.
  await writeFile(path, "only mine now");
  await chmod(path, 0o600);
  await expect(open).toContainText("Found");
  const { value } = await vaultCalls(studio, "reveal", "open");
  expect(JSON.stringify(value)).toContain(Buffer.from("only mine now").toString("base64"));
});

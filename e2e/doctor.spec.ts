import { copyOfExample } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

test("the doctor tells what it checked and what it found, and checks again when asked", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(copyOfExample()));
  const { doctor } = studio.window;
  await studio.window.statusBar.getByRole("button", { name: "Doctor" }).click();
  await expect(doctor.rows.filter({ hasText: "Node" }).first()).toContainText(/v?\d+\.\d+\.\d+/);
  await expect(doctor.verdict).toHaveText(/All is well\.|problem|warning/);
  await picture(studio, "doctor");
  // What is wrong comes with what to do.
  for (const row of await doctor.rows.filter({ hasText: /^\s*(Problem|Warning)/ }).all()) {
    await expect(row.getByRole("button", { name: /^Copy what to do about/ })).toBeVisible();
  }
  await doctor.againButton.click();
  await expect(doctor.verdict).toHaveText(/All is well\.|problem|warning/);
});

import { expect, test } from "./fixtures/studio.ts";
import { wiringProject } from "./fixtures/wiring-project.ts";

test("the component card checks each import against this host and another, with the repair of each", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(wiringProject()));
  const { window } = studio;
  const { component, links } = window;
  await window.allReady();
  await window.goToComponent("odd");
  await expect(component.summary).toHaveText("1 import: 1 linkable");
  await expect(component.imports.first()).toContainText('"links": [{ "import": "acme:thing/api"');

  await window.goToComponent("asker");
  await expect(component.summary).toHaveText("3 imports, all offered");
  await component.checkFor("wasmCloud 2.x");
  await expect(component.summary).toHaveText("3 imports: 1 only here, 2 offered");
  await expect(component.imports.first()).toContainText("wasmCloud 2.x would refuse it");
  await expect(component.imports.first().locator("pre").first()).toHaveText("import wasi:config/store@0.2.0-rc.1;");
  await picture(studio, "profile");
  await component.checkFor("wasmCloud 1.x");
  await expect(component.summary).toHaveText("3 imports, all offered");
  await component.card.getByRole("button", { name: "Where they lead" }).click();
  await expect(links.table("asker")).toBeVisible();
});

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

import { Importing } from "./importing.ts";
import { planImport } from "./plan-import.ts";
import { fixtureProject } from "./testing/fixture-project.ts";

it("proposes and writes what the other tool's files say when they are read again", async () => {
  using folder = fixtureProject("greeter-toml");
  const importing = new Importing(planImport(folder.root));
  const toml = readFileSync(folder.path("wasmcloud.toml"), "utf8");
  folder.write("wasmcloud.toml", toml.replace('name = "greeter app"', 'name = "doorman"'));
  expect((await importing.plan())?.text).toContain('"doorman"');
  importing.accept();
  expect(readFileSync(folder.path("vitrine.jsonc"), "utf8")).toContain('"doorman"');
  expect(await importing.plan()).toBeNull();
});

it("proposes nothing to who asks while it is accepted", async () => {
  using folder = fixtureProject("greeter-toml");
  const importing = new Importing(planImport(folder.root));
  const asked = importing.plan();
  importing.accept();
  expect(await asked).toBeNull();
});

it("says what is wrong with a file that does not parse any more, and keeps what was proposed before", async () => {
  using folder = fixtureProject("greeter-toml");
  const importing = new Importing(planImport(folder.root));
  folder.write("wasmcloud.toml", "name =");
  await expect(importing.plan()).rejects.toMatchObject({ code: "manifest-invalid" });
  importing.accept();
  expect(readFileSync(folder.path("vitrine.jsonc"), "utf8")).toContain("greeter");
});

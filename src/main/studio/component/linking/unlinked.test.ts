import { expect, it } from "vitest";

import { guest } from "../../../../../test/guests/guests.ts";
import { edit } from "../../project-changes/testing/edit-project.ts";
import { openTestStudio, testProject, type TestStudio } from "../../test-studio.ts";
import { switcher } from "./fixtures/guests.ts";

const manifest = { backends: { one: { kind: "keyvalue" }, other: { kind: "keyvalue" } } };

async function trapOf(studio: TestStudio): Promise<string | undefined> {
  const { invocation } = await studio.api.invoke({ component: "kv", target: "increment", args: ["hits", 1] });
  return (await studio.ended(invocation)).reason;
}

it("an import that several backends could answer is told on the card, in Problems and under Links, with what to write", async () => {
  const project = await testProject({ components: { kv: await guest("kv") }, manifest });
  await using studio = await openTestStudio(project);
  const { imports } = await studio.ready("kv");
  const note = "Its calls could go to one or other, and no link says to which. Calls of it trap.";
  const fix = '"links": [{ "import": "wasi:keyvalue", "to": "one" }]';
  expect(imports.map((each) => ({ status: each.status, note: each.note, fix: each.fix }))).toEqual([
    { status: "unlinked", note, fix },
    { status: "unlinked", note, fix },
  ]);
  expect(await studio.problem(/^component:kv:build:link:wasi:keyvalue$/)).toMatchObject({
    severity: "warning",
    title: "kv imports wasi:keyvalue, which needs a link",
    component: "kv",
    fix,
  });
  const rows = (await studio.api.links()).map(({ target, since, problem, fix: said }) => ({
    target,
    since,
    problem,
    fix: said,
  }));
  const row = { target: { kind: "missing" }, since: "default", problem: note, fix };
  expect(rows).toEqual([row, row]);
  expect(await trapOf(studio)).toContain("link `default` not found for `wasi:keyvalue/");
});

it("what it says to write, written, ends it; another backend beside is named from then on", async () => {
  const project = await testProject({ components: { kv: await guest("kv") }, manifest });
  await using studio = await openTestStudio(project);
  const { fix } = await studio.problem(/^component:kv:build:link:/);
  await edit(project, (file) => {
    file["backends"] = { ...manifest.backends, third: { kind: "keyvalue" } };
  });
  await studio.until(async () =>
    (await studio.api.project()).problems.some(({ detail }) => detail.includes("one, other or third")),
  );
  await edit(project, ({ components }) => Object.assign(components["kv"] ?? {}, JSON.parse(`{${fix}}`)));
  await studio.until(async () => (await studio.api.project()).problems.length === 0);
  expect((await studio.ready("kv")).imports.map(({ status }) => status)).toEqual(["offered", "offered"]);
  expect(await trapOf(studio)).toBeUndefined();
});

it("only what is not linked yet is to be written: the interface, or an entry beside those that are there", async () => {
  const project = await testProject({
    components: { partly: await guest("kv"), named: await guest("kv") },
    settings: {
      partly: { links: [{ import: "wasi:keyvalue/store", to: "one" }] },
      named: { links: [{ import: "wasi:keyvalue", name: "second", to: "other" }] },
    },
    manifest,
  });
  await using studio = await openTestStudio(project);
  const partly = await studio.problem(/^component:partly:build:link:/);
  expect(partly.fix).toBe('{ "import": "wasi:keyvalue/atomics", "to": "one" }');
  expect(partly.detail).toContain("Add to components.partly.links");
  const named = await studio.problem(/^component:named:build:link:/);
  expect(named.fix).toBe('{ "import": "wasi:keyvalue", "to": "one" }');
  expect(named.detail).toContain("Its links are called second; what is called without a name takes `default`.");
  expect((await studio.api.links("named")).map(({ name, target }) => [name, target.kind])).toEqual([
    ["default", "missing"],
    ["second", "backend"],
    ["default", "missing"],
    ["second", "backend"],
  ]);
});

it("one that chooses its links itself needs no default, and one whose functions are all stubbed needs none", async () => {
  const store = ["open", "bucket.get", "bucket.set"].map((name) => [`wasi:keyvalue/store#${name}`, { trap: "no" }]);
  const project = await testProject({
    components: { switcher: await switcher(), kv: await guest("kv") },
    settings: {
      switcher: { links: [{ import: "wasi:keyvalue", name: "second", to: "other" }] },
      kv: { stubs: Object.fromEntries(store) as object },
    },
    manifest,
  });
  await using studio = await openTestStudio(project);
  const statuses = async (component: string) =>
    (await studio.ready(component)).imports.map(({ name, status }) => `${name.replace(/@.*/, "")} ${status}`);
  expect(await statuses("switcher")).not.toContain("wasi:keyvalue/store unlinked");
  expect(await statuses("kv")).toEqual(["wasi:keyvalue/store offered", "wasi:keyvalue/atomics unlinked"]);
});

it("a host that refuses unknown imports takes it: it is known, and only not chosen", async () => {
  const project = await testProject({
    components: { kv: await guest("kv") },
    manifest: { ...manifest, host: { unknownImports: "refuse" } },
  });
  await using studio = await openTestStudio(project);
  expect((await studio.ready("kv")).imports[0]?.status).toBe("unlinked");
});

it("a link that fits no import is told, with what may be meant", async () => {
  const project = await testProject({
    components: { kv: await guest("kv") },
    settings: {
      kv: {
        links: [
          { import: "wasi:keyvalue", to: "one" },
          { import: "wasi:keyvalue/stor", name: "second", to: "other" },
        ],
      },
    },
    manifest,
  });
  await using studio = await openTestStudio(project);
  const { title, detail } = await studio.problem(/^component:kv:build:unused-link:1$/);
  expect([title, detail]).toEqual([
    "The link of kv for wasi:keyvalue/stor has no effect",
    "components.kv.links[1]: its build imports nothing of that name. Did you mean wasi:keyvalue/store?",
  ]);
});

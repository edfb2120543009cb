import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { front } from "../src/main/studio/component/linking/fixtures/guests.ts";
import { guest } from "../test/guests/guests.ts";
import { type Project, projectAt, temporaryFolder } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

/** `front` calls `kv`; what `kv` and `blobs` call `default` and `images` lies under other names. */
async function renamingProject(): Promise<Project> {
  const path = await temporaryFolder();
  const names = ["front", "kv", "blobs"];
  const manifest = {
    version: 1,
    name: "renaming",
    components: Object.fromEntries(names.map((name) => [name, { wasm: `build/${name}.wasm` }])),
    backends: {
      cache: { kind: "keyvalue", buckets: { default: "wasmcloud" } },
      files: { kind: "blobstore", buckets: { images: "pictures" } },
    },
    triggers: { http: [] },
  };
  const project = projectAt(path, "renaming", (name) => join(path, "build", `${name}.wasm`));
  await writeFile(join(path, "vitrine.jsonc"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await mkdir(join(path, "build"));
  await project.build("front", await front());
  await project.build("kv", await guest("kv"));
  await project.build("blobs", await guest("blobs"));
  return project;
}

test("a span leads to the key in the bucket that the project renames, and the key back to the span, across components", async ({
  open,
  keep,
}) => {
  const { window, api } = await open(await keep(renamingProject()));
  const { activity, keyvalue, component, page } = window;
  await window.allReady();
  const { invocation } = await api.invoke({ component: "front", target: "increment", args: ["hits", 3] });
  await window.visit(`/activity?inv=${invocation}`);
  await activity.span("atomics.increment").click();
  await activity.changedKey("wasmcloud/hits").click();
  await expect(keyvalue.title("hits")).toBeVisible();
  await expect(keyvalue.value).toContainText("3");
  // The writer is the component that was called, in the invocation of the one that called it.
  await keyvalue.pane.getByRole("button", { name: `kv in invocation ${invocation}` }).click();
  await expect(activity.hostCallTitle).toHaveText(/increment$/);
  await activity.hostCall.getByRole("button", { name: "kv", exact: true }).click();
  await expect(component.card).toHaveAccessibleName("Component kv");

  const read = await api.invoke({ component: "kv", target: "get", args: ["hits"] });
  await window.visit(`/activity?inv=${read.invocation}`);
  await activity.span("bucket.get").click();
  await activity.hostCall.getByRole("button", { name: "wasmcloud/hits" }).click();
  await expect(keyvalue.value).toContainText("3");
  await window.visit(`/activity?inv=${read.invocation}`);
  await activity.span("store.open").click();
  await activity.hostCall.getByRole("button", { name: "bucket wasmcloud" }).click();
  await expect(keyvalue.row("hits")).toBeVisible();

  await api.deleteKeys("cache", "wasmcloud", ["hits"]);
  await page.goBack();
  await activity.span("bucket.get").click();
  await activity.hostCall.getByRole("button", { name: "wasmcloud/hits" }).click();
  await expect(keyvalue.pane.getByRole("heading", { name: "There is no such key" })).toBeVisible();
});

test("a span leads to the object in the container that the project renames, also once it is gone", async ({
  open,
  keep,
}) => {
  const { window, api } = await open(await keep(renamingProject()));
  const { activity, blobs } = window;
  await window.allReady();
  const args = ["images", "notes/a.txt"];
  await api.invoke({ component: "blobs", target: "put", args: [...args, { text: "a note" }] });
  const { invocation } = await api.invoke({ component: "blobs", target: "get", args });
  const toObject = async () => {
    await window.visit(`/activity?inv=${invocation}`);
    await activity.span("container.get-data").click();
    await activity.hostCall.getByRole("button", { name: "pictures/notes/a.txt" }).click();
  };
  await toObject();
  await expect(blobs.preview).toContainText("a note");
  await api.deleteObjects("files", "pictures", ["notes/a.txt"]);
  await toObject();
  await expect(blobs.pane.getByRole("heading", { name: /^There is no such object/ })).toBeVisible();
  await api.changeContainer({ change: "delete", backend: "files", container: "pictures" });
  await toObject();
  await expect(window.heading("There is no container pictures").or(window.heading("No containers yet"))).toBeVisible();
});

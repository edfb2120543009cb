import { randomUUID } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import type { SaveTemplateInput } from "../../../shared/model.ts";
import { TempProject } from "../project/testing/temp-project.ts";
import { MessageTemplates } from "./message-templates.ts";

const open = (folder: TempProject) =>
  new MessageTemplates({
    stateFolder: folder.root,
    now: () => 5,
    redaction: { holdsSecret: (parts) => parts.some((part) => Buffer.from(part).includes("hunter2")) },
    emit: () => undefined,
  });

const order: SaveTemplateInput = {
  name: "an order",
  backend: "bus",
  kind: "request",
  subject: "orders.new",
  body: Uint8Array.of(0xff, 0x00, 0x0d, 0x0a, 0xef, 0xbb, 0xbf),
  timeoutMs: 300,
};

describe("message templates", () => {
  test("are kept byte by byte, by their names, for nobody else to read", () => {
    using folder = new TempProject();
    const templates = open(folder);
    const saved = templates.save(order);
    templates.save({ ...order, name: "A publish", kind: "publish", replyTo: "answers" });
    expect(saved).toEqual({ ...order, id: expect.any(String), savedAt: 5 });
    expect(
      open(folder)
        .list()
        .map(({ name }) => name),
    ).toEqual(["A publish", "an order"]);
    expect(open(folder).list()[1]).toEqual(saved);
    if (process.platform !== "win32") expect(statSync(folder.path("message-templates.json")).mode & 0o777).toBe(0o600);
  });

  test("take the place of what has their id, come back as they were, and are deleted once", () => {
    using folder = new TempProject();
    const templates = open(folder);
    const first = templates.save(order);
    expect(templates.save({ ...first, name: "renamed" })).toEqual({ ...first, name: "renamed" });
    templates.delete(first.id);
    templates.delete(first.id);
    expect(templates.list()).toEqual([]);
    templates.save(first);
    expect(open(folder).list()).toEqual([first]);
  });

  test.each([
    ["a name that another one has", {}, /template "an order" already/],
    ["no name", { name: " " }, /needs a name/],
    ["a subject that nothing can be sent to", { name: "x", subject: "a..b" }, /"a\.\.b".*empty token/],
    ["a body that is too long", { name: "x", body: new Uint8Array(1024 * 1024 + 1) }, /up to 1 MiB/],
    ["the value of a secret", { name: "x", body: Buffer.from("is hunter2") }, /value of a secret/],
    ["the value of a secret in its name", { name: "hunter2" }, /value of a secret/],
    ["an id of its own making", { name: "x", id: "mine" }, /known by the id/],
  ] as const)("refuse %s", (_what, change, message) => {
    using folder = new TempProject();
    const templates = open(folder);
    templates.save(order);
    expect(() => templates.save({ ...order, ...change })).toThrow(message);
    expect(templates.list()).toHaveLength(1);
  });

  test("are bounded in number", () => {
    using folder = new TempProject();
    const kept = Array.from({ length: 200 }, (_, at) => ({
      ...order,
      id: randomUUID(),
      savedAt: 1,
      name: `${at}`,
      body: "",
    }));
    writeFileSync(folder.path("message-templates.json"), JSON.stringify(kept));
    const templates = open(folder);
    expect(() => templates.save(order)).toThrow(/200 templates already/);
    templates.delete(kept[0]?.id ?? "");
    templates.save(order);
    expect(templates.list()).toHaveLength(200);
  });

  test("take nothing from a file that could not have been saved", () => {
    using folder = new TempProject();
    const good = open(folder).save(order);
    const file = folder.path("message-templates.json");
    const [kept] = JSON.parse(readFileSync(file, "utf8")) as object[];
    const bad = [{ id: 5 }, { subject: "a b" }, { kind: "reply" }, { body: [1] }, { name: "" }, { id: "../x" }];
    writeFileSync(file, JSON.stringify([null, ...bad.map((each) => ({ ...kept, ...each })), kept]));
    expect(open(folder).list()).toEqual([good]);
  });
});

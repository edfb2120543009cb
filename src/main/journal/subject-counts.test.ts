import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { MessageView, SubjectBranchView } from "../../shared/model.ts";
import { openDatabase } from "./database.ts";
import { MIGRATIONS } from "./schema.ts";
import { TempFolder, TestJournal } from "./testing/open-journal.ts";

const KEEP_ALL = [["bus", 100_000]] as const;

function message(id: number, subject: string, more: Partial<MessageView> = {}): MessageView {
  return {
    id,
    backend: "bus",
    at: id,
    kind: "publish",
    subject,
    body: { kept: Uint8Array.of(1), total: 1 },
    from: { kind: "person" },
    deliveries: [{ component: "worker", subscription: ">" }],
    ...more,
  };
}

const nobody = { deliveries: [], problem: "no subscriber matched" } as const;

/** `token` or `token.>`, messages, of those unreached, distinct subjects. */
function brief({ rows }: SubjectBranchView): readonly unknown[] {
  return rows.map(({ token, deeper, messages, unreached, subjects }) => [
    deeper ? `${token}.>` : token,
    messages,
    unreached,
    subjects,
  ]);
}

async function branchesOf(it: TestJournal, ...prefixes: readonly string[]): Promise<readonly SubjectBranchView[]> {
  return it.journal.subjects({ branches: prefixes.map((prefix) => ({ backend: "bus", prefix, limit: 100 })) });
}

describe("messages by subject", () => {
  test("are folded by tokens: what ends at a token apart from what goes on, and only in open branches", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const subjects = ["orders", "orders.eu.created", "orders.eu.created", "orders.us", "orders!", "a.b.c.d"];
    const sent = subjects.map((subject, at) => message(at + 1, subject));
    it.journal.messages([...sent, message(7, "orders.eu.paid", nobody)], KEEP_ALL);

    const [root, orders, ...others] = await branchesOf(it, "", "orders.", "nothing.");
    expect(others).toEqual([]);
    expect(root).toMatchObject({ prefix: "", messages: 7, unreached: 1, more: 0 });
    expect(root && brief(root)).toEqual([
      ["a.>", 1, 0, 1],
      ["orders", 1, 0, 1],
      ["orders.>", 4, 1, 3],
      ["orders!", 1, 0, 1],
    ]);
    expect(orders && brief(orders)).toEqual([
      ["eu.>", 3, 1, 2],
      ["us", 1, 0, 1],
    ]);
  });

  test("come with the totals of every backend, and with as many rows as were asked for", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    it.journal.messages(
      [message(1, "a"), message(2, "b", nobody), message(3, "c"), message(4, "z", { backend: "other" })],
      KEEP_ALL,
    );
    const views = await it.journal.subjects({ branches: [{ backend: "bus", prefix: "", limit: 2 }] });
    expect(views.map((view) => [view.backend, brief(view).length, view.more, view.messages, view.unreached])).toEqual([
      ["bus", 2, 1, 3, 1],
      ["other", 0, 1, 1, 0],
    ]);
  });

  test("are counted once however often they are written, and not any more once they are trimmed or cleared", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const late = { ...nobody, kind: "reply", problem: "nobody waits for this reply any more" } as const;
    it.journal.messages(
      [message(1, "a", nobody), message(2, "a", { deliveries: [] }), message(3, "b", late)],
      KEEP_ALL,
    );
    const ended = { deliveries: [{ component: "worker", subscription: ">", outcome: "ok" }] } as const;
    it.journal.messages([message(4, "c"), message(4, "c", ended), message(1, "a", nobody)], KEEP_ALL);
    const [before] = await branchesOf(it, "");
    expect(before && brief(before)).toEqual([
      ["a", 2, 1, 1],
      ["b", 1, 1, 1],
      ["c", 1, 0, 1],
    ]);

    const flood = Array.from({ length: 150 }, (_, at) => message(at + 5, "flood"));
    it.journal.messages(flood, [["bus", 151]]);
    const [trimmed] = await branchesOf(it, "");
    expect(trimmed && brief(trimmed)).toEqual([
      ["c", 1, 0, 1],
      ["flood", 150, 0, 1],
    ]);
    await it.journal.clearMessages();
    expect(await branchesOf(it, "")).toEqual([]);
  });

  test("are counted over many steps as in one", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const many = Array.from({ length: 12_000 }, (_, at) => message(at + 1, `s.${at % 11_000}`));
    it.journal.messages(many, KEEP_ALL);
    const [root] = await branchesOf(it, "");
    expect(root && brief(root)).toEqual([["s.>", 12_000, 0, 11_000]]);
  });

  test("of a journal without the counts are counted when it is opened", async () => {
    using folder = new TempFolder();
    const file = join(folder.path, "journal.sqlite");
    openDatabase(file, { networkFileSystem: false, migrations: MIGRATIONS.slice(0, 3) }).close();
    const old = new DatabaseSync(file);
    const insert = old.prepare(
      "INSERT INTO message (id, backend, at_ms, kind, subject, body, total, deliveries, problem) " +
        "VALUES (?, 'bus', 1, 'publish', ?, x'00', 1, ?, ?)",
    );
    insert.run(1, "a.b", "[]", "no subscriber matched");
    insert.run(2, "a.b", '[{"component":"worker","subscription":">"}]', null);
    old.close();
    await using it = await TestJournal.open(folder.path);
    const [, under] = await branchesOf(it, "a.");
    expect(under && brief(under)).toEqual([["b", 2, 1, 1]]);
  });
});

test("a subject is filtered by exactly what it is, where it begins with an equals sign", async () => {
  using folder = new TempFolder();
  await using it = await TestJournal.open(folder.path);
  it.journal.messages(
    ["orders", "orders.new", "new.orders", 'odd"\\one'].map((subject, at) => message(at + 1, subject)),
    KEEP_ALL,
  );
  const found = async (filter: string) =>
    (await it.journal.listMessages({ filter, limit: 10 })).map(({ subject }) => subject);
  expect(await found("subject:=orders")).toEqual(["orders"]);
  expect(await found("subject:orders")).toEqual(["new.orders", "orders.new", "orders"]);
  expect(await found("subject:orders.>")).toEqual(["orders.new"]);
  expect(await found(String.raw`subject:"=odd\"\\one"`)).toEqual(['odd"\\one']);
});

import { describe, expect, it } from "vitest";
import type { SubjectBranchView, SubjectRow } from "../../shared/model.ts";
import { branchesAround, choiceId, subjectRows } from "./subject-rows.ts";

const row = (token: string, deeper: boolean, messages: number, unreached = 0): SubjectRow => ({
  token,
  deeper,
  messages,
  unreached,
  subjects: messages,
});

function branch(prefix: string, rows: readonly SubjectRow[], more = 0, backend = "bus"): SubjectBranchView {
  const messages = rows.reduce((sum, each) => sum + each.messages, 0);
  return { backend, prefix, rows, more, messages, unreached: rows.reduce((sum, each) => sum + each.unreached, 0) };
}

const branches = [
  branch("", [row("orders", false, 1), row("orders", true, 5, 2), row("zoo", false, 1)]),
  branch("orders.", [row("eu", true, 4, 1), row("us", false, 1, 1)], 3),
];

/** `depth label messages/unreached position/siblings`, with what it opens to. */
function lines(input: Partial<Parameters<typeof subjectRows>[0]>): readonly string[] {
  const all = { buses: ["bus"], branches, subscriptions: [], isOpen: () => false, ...input };
  return subjectRows(all).map(({ depth, kind, label, messages, unreached, open, position, siblings }) => {
    const sign = open === undefined ? "" : open ? "- " : "+ ";
    return `${" ".repeat(depth)}${sign}${label} ${kind} ${messages}/${unreached} ${position}/${siblings}`;
  });
}

describe("the subject tree", () => {
  it("tells a subject from what goes on below it, and shows what is open", () => {
    expect(lines({ isOpen: ({ pattern }) => pattern === "orders.>" })).toEqual([
      "All subjects all 7/2 1/1",
      " orders subject 1/0 1/3",
      " - orders branch 5/2 2/3",
      "  + eu branch 4/1 1/3",
      "  us subject 1/1 2/3",
      "  3 more more 0/0 3/3",
      " zoo subject 1/0 3/3",
    ]);
  });

  it("shows what somebody listens to, in its place, also where nothing was sent", () => {
    const subscriptions = ["orders.*.new", "orders.de.*", "alerts.>", "zoo", ">", "new"].map((subject) => ({
      backend: "bus",
      subject,
    }));
    expect(lines({ subscriptions, isOpen: ({ pattern }) => pattern === "orders.>" })).toEqual([
      "All subjects all 7/2 1/1",
      " + alerts branch 0/0 1/5",
      " new subject 0/0 2/5",
      " orders subject 1/0 3/5",
      " - orders branch 5/2 4/5",
      "  + de branch 0/0 1/4",
      "  + eu branch 4/1 2/4",
      "  us subject 1/1 3/4",
      "  3 more more 0/0 4/4",
      " zoo subject 1/0 5/5",
    ]);
    expect(lines({ subscriptions: [{ backend: "other", subject: "new" }] })).toEqual(lines({}));
  });

  it("has a line for each bus where there are several", () => {
    const isOpen = ({ pattern }: { readonly pattern: string }) => pattern === ">";
    const other = branch("", [row("a", false, 2, 2)], 0, "other");
    expect(lines({ buses: ["bus", "other"], branches: [...branches, other], isOpen })).toEqual([
      "All subjects all 9/4 1/1",
      " - bus bus 7/2 1/2",
      "  orders subject 1/0 1/3",
      "  + orders branch 5/2 2/3",
      "  zoo subject 1/0 3/3",
      " - other bus 2/2 2/2",
      "  a subject 2/2 1/1",
    ]);
  });

  it("names every line once", () => {
    const ids = subjectRows({ buses: ["bus"], branches, subscriptions: [], isOpen: () => true }).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain(choiceId({ backend: "bus", pattern: "orders.eu.>" }));
  });
});

it.each([
  ["a", [">"]],
  ["a.b.c", [">", "a.>", "a.b.>"]],
  ["a.b.>", [">", "a.>"]],
  ["a.>", [">"]],
  [">", []],
])("what is around %s is open when it is to be seen", (pattern, around) => {
  expect(branchesAround({ backend: "bus", pattern }).map((each) => each.pattern)).toEqual(around);
});

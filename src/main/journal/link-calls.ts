import type { DatabaseSync } from "node:sqlite";

import type { LinkCalls } from "./protocol.ts";

/** Invocations that are counted before others have a turn. */
const INVOCATIONS_A_STEP = 250;

/** How often which component called which interface under which link name, over the whole journal, in steps. */
export function* countLinkCalls(db: DatabaseSync): Generator<void, LinkCalls[]> {
  const floorOf = db.prepare("SELECT id FROM invocation WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?");
  const kept = db.prepare(
    "SELECT coalesce(f.component, i.component) AS component, f.interface, coalesce(l.name, '') AS link, count(*) AS calls " +
      "FROM invocation i JOIN call c ON c.invocation = i.id " +
      "JOIN fn f ON f.build = i.build AND f.number = c.fn " +
      "LEFT JOIN link l ON l.build = i.build AND l.number = c.link " +
      "WHERE i.id < ? AND i.id >= ? AND f.interface <> '' GROUP BY 1, 2, 3",
  );
  const summed = db.prepare(
    "SELECT coalesce(f.component, i.component) AS component, f.interface, NULL AS link, sum(u.summed) AS calls " +
      "FROM invocation i JOIN usage u ON u.invocation = i.id AND u.summed > 0 " +
      "JOIN fn f ON f.build = i.build AND f.number = u.fn " +
      "WHERE i.id < ? AND i.id >= ? AND f.interface <> '' GROUP BY 1, 2",
  );
  const counts = new Map<string, LinkCalls>();
  for (let before = Number.MAX_SAFE_INTEGER; before > 0;) {
    const floor = Number(floorOf.get(before, INVOCATIONS_A_STEP - 1)?.["id"] ?? 0);
    for (const row of [...kept.all(before, floor), ...summed.all(before, floor)]) {
      const link = row["link"] === null ? {} : { link: String(row["link"]) };
      const found = { component: String(row["component"]), interface: String(row["interface"]), ...link };
      const key = JSON.stringify(found);
      counts.set(key, { ...found, calls: (counts.get(key)?.calls ?? 0) + Number(row["calls"]) });
    }
    before = floor;
    yield;
  }
  return [...counts.values()];
}

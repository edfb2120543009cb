import { expect, it } from "vitest";
import { reportText, sortedRows } from "./doctor-text.ts";

const rows = [
  { name: "tinygo", status: "ok", found: "not installed", fix: "Install it." },
  { name: "Node", status: "ok", found: "24.21.0" },
  { name: "cargo", status: "warning", found: "not found", fix: "Install Rust:\nrustup.rs" },
  { name: "Watcher", status: "problem", found: "limit reached", fix: "Raise it." },
] as const;

it("puts problems before warnings before what is fine, and what is optional last", () => {
  expect(sortedRows(rows).map(({ name }) => name)).toEqual(["Watcher", "cargo", "Node", "tinygo"]);
});

it("becomes a text with a line for each row and its fix below", () => {
  expect(reportText({ vitrine: "0.1.0", platform: "linux x64", rows })).toBe(
    [
      "Vitrine 0.1.0 on linux x64",
      "Optional tinygo: not installed",
      "         Install it.",
      "Ok       Node: 24.21.0",
      "Warning  cargo: not found",
      "         Install Rust:",
      "         rustup.rs",
      "Problem  Watcher: limit reached",
      "         Raise it.",
    ].join("\n"),
  );
});

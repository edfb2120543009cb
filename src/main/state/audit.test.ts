import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";

import type { AuditView } from "../../shared/model.ts";
import { createAudit, openAudit } from "./audit.ts";
import { temporaryFolder } from "./fixtures/temp-folder.ts";

const NOW = new Date(Date.UTC(2026, 0, 2));
const GET: Omit<AuditView, "id"> = {
  at: 1_000,
  kind: "get",
  component: "api",
  build: "ab",
  invocation: 7,
  span: 3,
  key: "password",
  source: "env PASSWORD",
  outcome: "found",
};

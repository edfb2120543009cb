import { existsSync } from "node:fs";
import { join } from "node:path";

import type { DoctorReport } from "../../shared/model.ts";
import { runDoctor } from "../studio/doctor/run-doctor.ts";
import type { StudioEntries } from "../studio/entries.ts";
import { MANIFEST_FILE } from "../studio/project/read-manifest.ts";
import { EXIT } from "./exit.ts";

const MARKS = { ok: "ok", warning: "warning", problem: "PROBLEM" } as const;
const MARK_WIDTH = 9;

/** `vitrine doctor [PATH]`: 1 when something of Vitrine does not work here. */
export async function doctor(
  { resources }: StudioEntries,
  path: string | undefined,
  options: { readonly json?: boolean },
): Promise<number> {
  const here = existsSync(join(process.cwd(), MANIFEST_FILE)) ? process.cwd() : undefined;
  const project = path ?? here;
  const report = await runDoctor({
    installation: new URL("../", resources),
    ...(project === undefined ? {} : { path: project }),
  });
  process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : printed(report));
  return report.rows.some(({ status }) => status === "problem") ? EXIT.failed : EXIT.done;
}

function printed({ vitrine, platform, rows }: DoctorReport): string {
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
  const lines = rows.flatMap(({ name, status, found, fix }) => [
    `${MARKS[status].padEnd(MARK_WIDTH)}${name.padEnd(width)}${found}`,
    ...(fix === undefined || status === "ok" ? [] : [`${" ".repeat(MARK_WIDTH + width)}fix: ${fix}`]),
  ]);
  return `Vitrine ${vitrine} on ${platform}\n\n${lines.join("\n")}\n`;
}

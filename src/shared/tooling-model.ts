/** What crosses the wire about a project's tools: its builds, its import from another tool, this machine. */

import type { EpochMs, ExportView, ImportView } from "./model.ts";
import type { Wrapping } from "./wrapping.ts";

// ------------------------------------------------------------------------------------------------ builds of a project

/**
 * `waiting-for-trust`: the folder is not trusted, so nothing of it is run. The last four say how the newest run ended;
 * `idle` is before the first.
 */
export type BuildRunState = "idle" | "waiting-for-trust" | "running" | "ok" | "failed" | "cancelled" | "timed-out";

/** What a run of the build command was started for. */
export type BuildCause =
  | { readonly kind: "person" }
  /** The artefact is missing, or older than its sources. */
  | { readonly kind: "artefact"; readonly why: string }
  /** The first few of the files that changed, relative to the root of the component, and how many there are. */
  | { readonly kind: "sources"; readonly files: readonly string[]; readonly count: number };

/** The build command of a component, and how its newest run goes or went. */
export interface BuildRunView {
  readonly component: string;
  readonly state: BuildRunState;
  /** As one would type it. */
  readonly command: string;
  /** Where it runs: what paths in its output are relative to. */
  readonly folder: string;
  /** Counts the runs since the project was opened; 0 before the first. */
  readonly run: number;
  readonly cause?: BuildCause;
  readonly startedAt?: EpochMs;
  /** Absent while it runs. */
  readonly durationMs?: number;
  readonly exitCode?: number;
  /** The signal that ended the command, where one did. */
  readonly signal?: string;
  /** Why it is waiting, failed or timed out: one sentence. */
  readonly why?: string;
  /** Sources changed since the newest run began: another run follows, or would with `onSave`. */
  readonly behind: boolean;
  /** Everything the run printed, kept or not. */
  readonly outputBytes: number;
  /** Its last lines, without colors. */
  readonly tail: string;
  /** `polling`: the system tells of no changes here, so Vitrine looks itself. `off`: only built when asked. */
  readonly watching: "events" | "polling" | "off";
  /** Patterns of sources that the build itself writes: they start no build. Not in the project file yet. */
  readonly ignored: readonly string[];
}

/** What a run printed since the last such message. */
export interface BuildPrinted {
  readonly component: string;
  readonly run: number;
  readonly bytes: Uint8Array;
  /** Bytes before these that were left out because they came too fast; they are in the output if it still has them. */
  readonly skipped: number;
}

/** The output of the newest run, with its colors, as far as it is kept. */
export interface BuildOutputView {
  readonly run: number;
  readonly bytes: Uint8Array;
  /** Bytes before these that are gone. */
  readonly dropped: number;
}

// ------------------------------------------------------------------------------------------------ import of a project

/** One thing that another tool's file says, and what becomes of it. */
export interface ImportRow {
  readonly outcome: "mapped" | "changed" | "ignored";
  /** Relative to the folder, with `/`. */
  readonly file: string;
  /** From 1; absent when it is about the file as a whole. */
  readonly line?: number;
  /** `[component] build_command`, `components[0].properties.image` */
  readonly from: string;
  /** Path in the proposed project file; absent for what is ignored. */
  readonly to?: string;
  /** Why it is changed or ignored, or what the mapped value is. */
  readonly reason: string;
}

/** `vitrine.jsonc` as it is proposed for a folder. */
export interface ImportPlanView {
  readonly folder: string;
  /** What was found: `wasmcloud.toml`, `a wadm manifest` … */
  readonly kind: "wadm" | "wasmcloud-toml" | "wash-config" | "spin" | "cargo" | "npm" | "go";
  /** Files that were read, relative to the folder. */
  readonly files: readonly string[];
  /** The proposed file, with comments. */
  readonly text: string;
  readonly rows: readonly ImportRow[];
  /** There is a `vitrine.jsonc` already: `writeImport` refuses. */
  readonly exists: boolean;
}

export interface TemplateView {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What has to be installed to build it. */
  readonly needs: readonly string[];
}

// ------------------------------------------------------------------------------------------------ contract check

/** A component that was read and not run. */
export interface CheckedComponent {
  readonly name: string;
  /** Where its artefact is or would be; a file's name alone where only bytes were given. */
  readonly file: string;
  /** Bytes of the artefact. */
  readonly size?: number;
  /** It is a core module, of which a component is made. */
  readonly wrapped?: Wrapping;
  /** Empty when it could not be read; `error` then says why. */
  readonly imports: readonly ImportView[];
  readonly exports: readonly ExportView[];
  readonly error?: string;
}

/** What somebody who is about to open something should know first. */
export interface ContractReport {
  readonly name: string;
  readonly kind: "folder" | "artefact";
  /** As it would be opened. */
  readonly path: string;
  readonly hostProfile: string;
  readonly components: readonly CheckedComponent[];
  /** Commands that opening the project would ask to trust, each as one would type it. */
  readonly commands: readonly string[];
  /** What the project is read from, when it has no project file of its own. */
  readonly importedFrom?: string;
}

// ------------------------------------------------------------------------------------------------ doctor

export interface DoctorRow {
  readonly name: string;
  /** `problem`: something of Vitrine does not work. `warning`: something may be missing for some projects. */
  readonly status: "ok" | "warning" | "problem";
  readonly found: string;
  /** What to do about it; for `ok`, what one could still add. */
  readonly fix?: string;
}

/** How far an examination of this machine is. */
export interface DoctorProgress {
  readonly checked: number;
  readonly of: number;
  /** What was checked last. */
  readonly last: string;
}

export interface DoctorReport {
  readonly vitrine: string;
  readonly platform: string;
  readonly rows: readonly DoctorRow[];
}

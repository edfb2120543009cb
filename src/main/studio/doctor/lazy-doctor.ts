import type { DoctorReport } from "../../../shared/model.ts";
import type { DoctorOptions } from "./run-doctor.ts";

/** The doctor of one project; a start does not need it, so it is loaded when it is asked for. */
export function lazyDoctor(options: Omit<DoctorOptions, "signal">): (signal: AbortSignal) => Promise<DoctorReport> {
  return async (signal) => {
    const { runDoctor } = await import("./run-doctor.ts");
    return runDoctor({ ...options, signal });
  };
}

import { Journal } from "../journal/journal.ts";
import type { JournalNews } from "../journal/protocol.ts";
import type { Redaction } from "../journal/redaction.ts";
import type { StateLocation } from "../../shared/worker-protocol.ts";
import type { Problems } from "./problems.ts";
import type { RecordManifest } from "./project/manifest.ts";

export interface OpenJournalOptions {
  readonly entry: URL;
  readonly location: StateLocation;
  readonly record: RecordManifest;
  readonly redaction: Redaction;
  readonly problems: Problems;
  readonly onNews: (told: JournalNews) => void;
}

/** Opens the project's journal; what was wrong with it becomes a problem, because the studio can do without the past. */
export async function openJournal(options: OpenJournalOptions): Promise<Journal> {
  const { problems } = options;
  const { maxInvocations, maxBytes } = options.record;
  const journal = await Journal.open({
    entry: options.entry,
    ...options.location,
    retention: { maxInvocations, maxBytes },
    damaged: "set-aside",
    redaction: options.redaction,
    onNews: options.onNews,
    onFault: (error) =>
      problems.report({
        id: "journal:fault",
        severity: "error",
        title: "The record is incomplete",
        detail: `The journal could not be written: ${error.message} State is not affected. Free some disk space and open the project again.`,
      }),
  });
  const { setAside, orphans } = journal.opened;
  if (setAside !== undefined) {
    problems.report({
      id: "journal:set-aside",
      severity: "warning",
      title: "The journal was damaged and a new one was begun",
      detail: `The old one is kept at ${setAside}. State is not affected.`,
    });
  }
  if (orphans > 0) {
    problems.report({
      id: "journal:orphans",
      severity: "info",
      title: `${orphans} ${orphans === 1 ? "invocation" : "invocations"} of the last run had no end`,
      detail: "The studio was ended before their end was on record. They are marked killed; what they wrote is there.",
    });
  }
  return journal;
}

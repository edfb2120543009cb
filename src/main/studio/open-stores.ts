import type { StudioEvents } from "../../shared/contract.ts";
import type { EventSink } from "../../shared/rpc.ts";
import type { StateLocation } from "../../shared/worker-protocol.ts";
import type { Journal } from "../journal/journal.ts";
import type { Redaction } from "../journal/redaction.ts";
import type { StudioEntries } from "./entries.ts";
import { News } from "./news.ts";
import { openJournal } from "./open-journal.ts";
import type { Problems } from "./problems.ts";
import { throwAwayBackends } from "./project-changes/apply-change.ts";
import type { ProjectManifest } from "./project/manifest.ts";
import { StateAccess } from "./state-access.ts";
import { useAll } from "./use-all.ts";

export interface OpenStoresOptions {
  readonly entries: Pick<StudioEntries, "stateReader" | "journal">;
  readonly location: StateLocation;
  readonly manifest: ProjectManifest;
  readonly redaction: Redaction;
  readonly problems: Problems;
  readonly emit: EventSink<StudioEvents>;
  readonly onJournalChanged: (journal: Journal) => void;
}

/**
 * Opens state and journal, each of which starts a thread, at the same time, and tells windows what is new in them.
 * They are closed with `stack`, also when one of them cannot be opened. @throws StudioError `store-newer`,
 * `store-damaged`, `store-not-writable`
 */
export async function openStores(stack: AsyncDisposableStack, options: OpenStoresOptions) {
  const { entries, location, manifest, problems } = options;
  let news: News | undefined;
  const [state, journal] = await useAll(stack, [
    StateAccess.open({ entry: entries.stateReader, ...location, throwAwayBackends: throwAwayBackends(manifest) }),
    openJournal({
      entry: entries.journal,
      location,
      record: manifest.record,
      redaction: options.redaction,
      problems,
      onNews: (told) => {
        // Before both are open nobody shows anything.
        if (news === undefined) return;
        news.journal(told);
        options.onJournalChanged(journal);
      },
    }),
  ]);
  news = stack.use(new News(state, problems, options.emit));
  options.onJournalChanged(journal);
  return { state, journal, news };
}

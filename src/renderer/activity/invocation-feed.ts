import type { InvocationSummary } from "../../shared/model.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import { RecordFeed, type RecordList } from "../list/record-feed.ts";

export type InvocationList = RecordList<InvocationSummary>;

/** The invocations that fit the filter, live. A filter may speak of host calls. */
export class InvocationFeed extends RecordFeed<InvocationSummary> {
  constructor(session: StudioSession) {
    super(session, (query, signal) => session.api.invocations(query, signal));
    this.stops.push(
      session.on("invocations-changed", (changed) => this.merge(changed)),
      session.on("journal-cleared", () => this.keepOnly((row) => row.outcome === undefined)),
    );
  }
}

import type { MessageView } from "../../shared/model.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import { RecordFeed, type RecordList } from "../list/record-feed.ts";

export type MessageList = RecordList<MessageView>;

/** Enough for a row: many rows are held, and a body may be long. */
const ROW_BODY_BYTES = 200;

/** The messages that fit the filter, live; of their bodies the beginning. */
export class MessageFeed extends RecordFeed<MessageView> {
  constructor(session: StudioSession) {
    super(session, (query, signal) => session.api.messages({ ...query, bodyBytes: ROW_BODY_BYTES }, signal));
    this.stops.push(
      session.on("messages-changed", (changed) => {
        const newest = this.get().rows.at(-1)?.id ?? 0;
        // Numbers have no gaps: what is missing came in a flood of which only the end was told.
        const gap = changed.some(({ id }) => id > newest) && !changed.some(({ id }) => id === newest + 1);
        this.merge(changed);
        if (gap && newest > 0) this.refreshSoon();
      }),
      session.on("messages-cleared", () => this.keepOnly(() => false)),
    );
  }
}

import { memo } from "react";
import type { MessageView } from "../../shared/model.ts";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { clock, exactClock } from "../format/moment.ts";
import { byteSize, milliseconds } from "../format/quantity.ts";
import { Cell, ColumnHead } from "../list/cell.tsx";
import { Unread } from "../list/unread.tsx";
import { VirtualList } from "../list/virtual-list.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { DeliveryMark } from "./delivery-mark.tsx";
import { composeMessage } from "./message-actions.ts";
import type { MessageList } from "./message-feed.ts";
import styles from "./message-grid.module.css";
import { senderName } from "./message-words.ts";

interface MessageGridProps {
  readonly list: MessageList;
  readonly chosen: number | undefined;
  readonly follow: boolean;
  readonly onFollowChange: (follow: boolean) => void;
  readonly onChoose: (id: number) => void;
}

/** What went over the brokers, as it goes. */
export function MessageGrid({ list, chosen, follow, onFollowChange, onChoose }: MessageGridProps) {
  const { messages } = useWorkbench();
  if (list.phase === "failed") {
    const title = list.filter === "" ? "The messages could not be read" : "The filter does not work";
    return <Failed title={title} error={list.error ?? ""} onRetry={() => messages.retry()} />;
  }
  if (list.phase === "loading") return <Loading label="Reading messages" />;
  if (list.rows.length === 0) return <NoMessages filter={list.filter} />;
  return (
    <div className={styles["box"]}>
      <VirtualList
        label="Messages"
        kind="grid"
        className={styles["grid"]}
        columns={7}
        items={list.rows}
        keyOf={idOf}
        rowHeight={26}
        head={heads}
        selected={chosen}
        onSelect={(row) => onChoose(row.id)}
        follow={follow}
        onFollowChange={onFollowChange}
        onNearStart={() => void messages.loadOlder()}
        row={(row) => <MessageCells row={row} />}
      />
      <Unread list={list} follow={follow} onFollow={() => onFollowChange(true)} />
    </div>
  );
}

const heads = (
  <>
    <ColumnHead>Time</ColumnHead>
    <ColumnHead>Subject</ColumnHead>
    <ColumnHead>From</ColumnHead>
    <ColumnHead>To</ColumnHead>
    <ColumnHead className={styles["wide"]}>Kind</ColumnHead>
    <ColumnHead className={`${styles["wide"]} num`}>Size</ColumnHead>
    <ColumnHead className="num">Reply ms</ColumnHead>
  </>
);

/** Drawn again only when its row changed: while a list scrolls it is drawn anew for each frame. */
const MessageCells = memo(function MessageCells({ row }: { readonly row: MessageView }) {
  const sender = row.from.kind === "person" ? "you" : `${row.from.component}, invocation ${row.from.invocation}`;
  return (
    <>
      <Cell className="mono dim" title={exactClock(row.at)}>
        {clock(row.at)}
      </Cell>
      <Cell className="mono" title={row.subject}>
        {row.kind === "reply" && <span className="dim">↩ </span>}
        {row.subject}
      </Cell>
      <Cell title={sender}>
        {senderName(row)}
        {row.from.kind === "invocation" && <span className={styles["inv"]}> #{row.from.invocation}</span>}
      </Cell>
      <Cell className={styles["to"]} title={receiversText(row)}>
        <Receivers row={row} />
      </Cell>
      <Cell className={`${styles["wide"]} dim`}>{row.kind}</Cell>
      <Cell className={`${styles["wide"]} num mono`}>{byteSize(row.body.total)}</Cell>
      <Cell className="num mono">{row.answeredMs === undefined ? "" : milliseconds(row.answeredMs)}</Cell>
    </>
  );
});

const SHOWN_RECEIVERS = 3;

function Receivers({ row }: { readonly row: MessageView }) {
  const { deliveries, problem, kind, paired } = row;
  if (problem !== undefined) return <span className={kind === "request" ? "bad" : "warn"}>{problem}</span>;
  if (kind === "reply") return <span className="dim">{paired === undefined ? "" : `answers message ${paired}`}</span>;
  return (
    <>
      {deliveries.slice(0, SHOWN_RECEIVERS).map((delivery, index) => (
        <span key={index} className={styles["receiver"]}>
          {delivery.component} <DeliveryMark delivery={delivery} />
        </span>
      ))}
      {deliveries.length > SHOWN_RECEIVERS && <span className="dim">+{deliveries.length - SHOWN_RECEIVERS}</span>}
    </>
  );
}

function receiversText({ deliveries, problem }: MessageView): string {
  const each = deliveries.map(
    ({ component, outcome, reason }) => `${component}: ${reason ?? outcome ?? "not ended yet"}`,
  );
  return [...(problem === undefined ? [] : [problem]), ...each].join("\n");
}

function NoMessages({ filter }: { readonly filter: string }) {
  const workbench = useWorkbench();
  if (filter !== "") {
    return (
      <Empty
        title="No message fits the filter"
        action={
          <button type="button" onClick={() => workbench.route.patch({ filter: undefined })}>
            Clear the filter
          </button>
        }
      >
        What is sent from now on and fits <code>{filter}</code> appears here.
      </Empty>
    );
  }
  return (
    <Empty
      title="No messages yet"
      action={
        <button type="button" className="primary" onClick={() => composeMessage(workbench)}>
          Publish a test message
        </button>
      }
    >
      What components publish and request over wasmcloud:messaging appears here, with who received it and what became of
      it. Nothing was sent so far.
    </Empty>
  );
}

function idOf(row: MessageView): number {
  return row.id;
}

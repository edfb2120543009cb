import { memo } from "react";
import type { MessageView } from "../../shared/model.ts";
import { Empty } from "../design/view-state.tsx";
import { clock, exactClock } from "../format/moment.ts";
import { byteSize, milliseconds } from "../format/quantity.ts";
import { Cell, ColumnHead } from "../list/cell.tsx";
import { type RecordChoice, RecordGrid } from "../list/record-grid.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { DeliveryMark } from "./delivery-mark.tsx";
import { composeMessage } from "./message-actions.ts";
import type { MessageList } from "./message-feed.ts";
import styles from "./message-grid.module.css";
import { senderName } from "./message-words.ts";

/** What went over the brokers, as it goes. */
export function MessageGrid({ list, ...choice }: RecordChoice & { readonly list: MessageList }) {
  const { messages } = useWorkbench();
  return (
    <RecordGrid
      {...choice}
      what="messages"
      list={list}
      feed={messages}
      empty={<NoMessages filter={list.filter} />}
      className={styles["grid"]}
      columns={7}
      head={heads}
      row={(row) => <MessageCells row={row} />}
    />
  );
}

const heads = (
  <>
    <ColumnHead grip={{ column: "time", edge: "right" }}>Time</ColumnHead>
    <ColumnHead>Subject</ColumnHead>
    <ColumnHead grip={{ column: "from", edge: "left" }}>From</ColumnHead>
    <ColumnHead grip={{ column: "to", edge: "left" }}>To</ColumnHead>
    <ColumnHead className={styles["wide"]} grip={{ column: "kind", edge: "left" }}>
      Kind
    </ColumnHead>
    <ColumnHead className={`${styles["wide"]} num`} grip={{ column: "size", edge: "left" }}>
      Size
    </ColumnHead>
    <ColumnHead className="num" grip={{ column: "reply", edge: "left" }}>
      Reply ms
    </ColumnHead>
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

import { CircleX, Hourglass } from "lucide-react";
import type { DeliveryView } from "../../shared/model.ts";
import { OutcomeMark } from "../activity/outcome-mark.tsx";
import { deliveryState } from "./message-words.ts";
import styles from "./delivery-list.module.css";

/** How far a message came with one receiver: an icon and a word. */
export function DeliveryMark({ delivery }: { readonly delivery: DeliveryView }) {
  switch (deliveryState(delivery)) {
    case "waits":
      return (
        <span className={`${styles["mark"]} dim`}>
          <Hourglass size={12} aria-hidden /> waits
        </span>
      );
    case "undelivered":
      return (
        <span className={`${styles["mark"]} bad`}>
          <CircleX size={13} aria-hidden /> not delivered
        </span>
      );
    case "runs":
    case "ok":
    case "failed":
      return <OutcomeMark of={delivery.outcome === undefined ? {} : { outcome: delivery.outcome }} />;
  }
}

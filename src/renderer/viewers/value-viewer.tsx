import { useMemo, useState } from "react";
import type { BytesPreview } from "../../shared/model.ts";
import { byteSize } from "../format/quantity.ts";
import { detectViewer, possibleViewers, type ViewerKind, viewerKinds } from "./detect-viewer.ts";
import { HexView } from "./hex-view.tsx";
import { ImageView } from "./image-view.tsx";
import { JsonView } from "./json-view.tsx";
import { PackedView } from "./packed-view.tsx";
import { numberReadings } from "./number-readings.ts";
import { decodeUtf8, wholeCharacters } from "./utf8.ts";
import styles from "./viewers.module.css";

interface ValueViewerProps {
  readonly value: BytesPreview;
  /** What it is, for the reader of a screen: "Value", "Request body". */
  readonly label: string;
  /** What else can be done with it, at the end of the bar. */
  readonly children?: React.ReactNode;
}

/** Of little interest where they have nothing to show: the bar is narrow. */
const ONLY_WHERE_POSSIBLE: ReadonlySet<ViewerKind> = new Set(["image", "messagepack", "cbor"]);

/** Bytes as what they most likely are; a person may look at them otherwise. */
export function ValueViewer({ value, label, children }: ValueViewerProps) {
  const [wished, setWished] = useState<ViewerKind>();
  const { kept, total } = value;
  const possible = useMemo(() => possibleViewers({ kept, total }), [kept, total]);
  const detected = useMemo(() => detectViewer({ kept, total }), [kept, total]);
  const kind = wished !== undefined && possible.has(wished) ? wished : detected;
  return (
    <section className={styles["viewer"]} aria-label={label}>
      <div className={styles["bar"]}>
        <fieldset aria-label={`Show ${label.toLowerCase()} as`} className={styles["kinds"]}>
          {viewerKinds
            .filter(({ kind: each }) => possible.has(each) || !ONLY_WHERE_POSSIBLE.has(each))
            .map((each) => (
              <button
                key={each.kind}
                type="button"
                className="quiet small"
                aria-pressed={kind === each.kind}
                disabled={!possible.has(each.kind)}
                onClick={() => setWished(each.kind)}
              >
                {each.label}
              </button>
            ))}
        </fieldset>
        <span className="dim num">{sizeOf(value)}</span>
        <span className={styles["more"]}>{children}</span>
      </div>
      <div className={styles["body"]}>
        <ShownAs kind={kind} value={value} label={label} />
      </div>
    </section>
  );
}

export function sizeOf({ kept, total }: BytesPreview): string {
  return kept.length < total ? `first ${byteSize(kept.length)} of ${byteSize(total)}` : byteSize(total);
}

interface ShownAsProps {
  readonly kind: ViewerKind;
  readonly value: BytesPreview;
  readonly label: string;
}

function ShownAs({ kind, value, label }: ShownAsProps) {
  const { kept, total } = value;
  switch (kind) {
    case "image":
      return <ImageView bytes={kept} label={label} />;
    case "hex":
      return <HexView bytes={kept} />;
    case "json":
      return <JsonView text={decodeUtf8(kept) ?? "null"} />;
    case "messagepack":
    case "cbor":
      return <PackedView format={kind} bytes={kept} cut={kept.length < total} />;
    case "number":
      return (
        <dl className={styles["numbers"]}>
          {numberReadings(kept).map((reading) => (
            <div key={reading.label}>
              <dt>{reading.label}</dt>
              <dd className="mono">{reading.value}</dd>
            </div>
          ))}
        </dl>
      );
    case "text": {
      const text = decodeUtf8(kept.length < total ? wholeCharacters(kept) : kept) ?? "";
      if (text === "") return <p className={styles["nothing"]}>Empty: no bytes.</p>;
      return (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys
        <pre className={styles["text"]} tabIndex={0}>
          {text}
        </pre>
      );
    }
  }
}

import type { HostCallView, InvocationDetail } from "../../shared/model.ts";
import { touchedBlobs } from "../blobs/touched-blobs.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { duration, shortDigest } from "../format/quantity.ts";
import { touchedKeys } from "../keyvalue/touched-keys.ts";
import { SentMessage } from "../messages/sent-message.tsx";
import { sendsMessage } from "../messages/sent-pairs.ts";
import { bucketNames } from "../project/bucket-names.ts";
import { ValuePreviewView } from "../viewers/value-preview.tsx";
import { ChangeLine } from "./change-line.tsx";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./host-call-detail.module.css";
import { hostCallText } from "./host-call-menu.ts";
import { type TouchedPlace, touchedPlace } from "./touched-place.ts";

/** One host call in full: what went in, what came out, what it changed, and where it went. */
export function HostCallDetail({
  call,
  invocation,
}: {
  readonly call: HostCallView;
  readonly invocation: InvocationDetail;
}) {
  const { route } = useWorkbench();
  const component = call.component ?? invocation.component;
  const place = touchedPlace(call, invocation.id, component);
  const nameOf = bucketNames(useProject()?.backends ?? []);
  const touched = touchedBlobs(call, nameOf);
  const versions = new Set(call.versions);
  const changed = invocation.changed.filter((change) => versions.has(change.version));
  // A change leads to its key itself.
  const keys = changed.length === 0 ? touchedKeys(call, nameOf) : [];
  return (
    <section className={styles["call"]} aria-label="Host call">
      <h3 className="mono">
        {call.interface === "" ? "" : `${call.interface}#`}
        {call.function}
        <CopyButton label="Copy the host call as JSON" text={() => hostCallText(call)} />
      </h3>
      {call.component !== undefined && (
        <Row name="made by">
          <span>
            <button type="button" className="link" onClick={() => route.go(["component", component])}>
              {call.component}
            </button>
            {call.build !== undefined && (
              <span className="dim">
                {" "}
                · build <span className="mono">{shortDigest(call.build)}</span>
              </span>
            )}
          </span>
        </Row>
      )}
      <Row name="arguments">
        {call.args.length === 0 ? (
          <span className="dim">none</span>
        ) : (
          <dl className={styles["args"]}>
            {call.args.map((arg) => (
              <div key={arg.name}>
                <dt>{arg.name}</dt>
                <dd>
                  <ValuePreviewView value={arg.value} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Row>
      <Row name="result">
        {call.outcome === undefined ? (
          <span className="warn">{invocation.outcome === undefined ? "has not come back yet" : "never came back"}</span>
        ) : (
          <span className={styles["result"]}>
            <b className={call.outcome === "ok" ? "ok" : call.outcome === "err" ? "warn" : "bad"}>{call.outcome}</b>
            {call.result !== undefined && call.result.t !== "none" && <ValuePreviewView value={call.result} />}
          </span>
        )}
      </Row>
      {(changed.length > 0 || call.versions.length > 0) && (
        <Row name="changed">
          {changed.length === 0 ? (
            <span className="dim">{call.versions.length} versions whose values are not kept any more</span>
          ) : (
            changed.map((change) => <ChangeLine key={change.version} change={change} />)
          )}
        </Row>
      )}
      {sendsMessage(call) && (
        <Row name="message">
          <SentMessage call={call} invocation={invocation.id} />
        </Row>
      )}
      {place !== undefined && (
        <Row name={place.row}>
          <button type="button" className="link" onClick={() => route.go(place.path, place.params)}>
            {place.label}
          </button>
        </Row>
      )}
      {keys.length > 0 && <Places name="key-value" places={keys} />}
      {touched.length > 0 && <Places name="blobs" places={touched} />}
      {call.backend !== "" && (
        <Row name="link">
          <button
            type="button"
            className="link"
            onClick={() => route.go(["links"], { component, search: call.interface })}
          >
            {call.link === "" ? "default" : call.link} → {call.backend}
          </button>
        </Row>
      )}
      <Row name="time">
        {call.durationMs === undefined ? "" : `${duration(call.durationMs)}, `}
        {call.startMs < 0
          ? "before the start: the instance was prepared ahead"
          : `${duration(call.startMs)} after the start`}
      </Row>
    </section>
  );
}

interface PlacesProps {
  readonly name: string;
  readonly places: readonly Omit<TouchedPlace, "row">[];
}

function Places({ name, places }: PlacesProps) {
  const { route } = useWorkbench();
  return (
    <Row name={name}>
      {places.map(({ label, path, params }) => (
        <div key={label}>
          <button type="button" className="link" onClick={() => route.go(path, params)}>
            {label}
          </button>
        </div>
      ))}
    </Row>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className={styles["row"]}>
      <span className="dim">{name}</span>
      <div>{children}</div>
    </div>
  );
}

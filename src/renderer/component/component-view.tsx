import { RefreshCw } from "lucide-react";
import type { ComponentView as Component } from "../../shared/model.ts";
import { wrappingText } from "../../shared/wrapping.ts";
import { BuildCard } from "../build/build-card.tsx";
import { useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { TabBar } from "../design/tab-bar.tsx";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { moment } from "../format/moment.ts";
import { byteSize, count, duration } from "../format/quantity.ts";
import { useStore } from "../store/value-store.ts";
import { reloadComponent } from "../workbench/actions.ts";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { ComponentStateLabel } from "./component-state.tsx";
import styles from "./component-view.module.css";
import { ContractCheck } from "./contract-check.tsx";
import { CrashLoopNote } from "./crash-loop-note.tsx";
import { ExportList } from "./export-list.tsx";
import { ReloadList } from "./reload-list.tsx";

/** A component's card: what it is, what it needs, what it offers, which build serves and why. */
export function ComponentView({ name }: { readonly name: string }) {
  const workbench = useWorkbench();
  const { params } = useRoute();
  const component = useLoaded(`component.${name}`, () => workbench.api.component(name));
  useStudioEvent("project-changed", component.reload);
  const view = component.value;
  if (view === undefined) {
    return component.error === undefined ? (
      <Loading label={`Reading ${name}`} />
    ) : (
      <Failed title={`${name} could not be read`} error={component.error.message} onRetry={component.reload} />
    );
  }
  const linked = view.build !== undefined;
  return (
    <article className={styles["card"]} aria-label={`Component ${name}`}>
      <Head component={view} />
      <TabBar
        label={`About ${name}`}
        selected={params["tab"] ?? "imports"}
        onSelect={(tab) => workbench.route.patch({ tab: tab === "imports" ? undefined : tab })}
        tabs={[
          {
            id: "imports",
            label: "Imports",
            count: linked ? view.imports.length : undefined,
            panel: () => (linked ? <ContractCheck component={view} /> : <NotKnown what="What it imports" />),
          },
          {
            id: "exports",
            label: "Exports",
            count: linked ? view.exports.length : undefined,
            panel: () => (linked ? <ExportList component={view} /> : <NotKnown what="What it exports" />),
          },
          {
            id: "reloads",
            label: "Reloads",
            count: view.reloads.length,
            panel: () => <ReloadList reloads={view.reloads} />,
          },
          {
            id: "wit",
            label: "WIT",
            panel: () => (linked ? <WitText wit={view.wit} /> : <NotKnown what="Its WIT" />),
          },
        ]}
      />
    </article>
  );
}

function Head({ component }: { readonly component: Component }) {
  const workbench = useWorkbench();
  const { build, limits } = component;
  const hasBuildCommand = useStore(workbench.builds).runs.some((run) => run.component === component.name);
  // What a build command does or waits for is told by the line of that command.
  const why =
    hasBuildCommand && (component.state === "building" || component.state === "waiting") ? undefined : component.why;
  return (
    <header className={styles["head"]}>
      <div className={styles["title"]}>
        <h2>{component.name}</h2>
        <ComponentStateLabel state={component.state} crashLoop={component.crashLoop} />
        <span className={styles["acts"]}>
          <button
            type="button"
            onClick={() => workbench.route.go(["activity"], { filter: `component:${component.name}` })}
          >
            Its invocations
          </button>
          <button
            type="button"
            title="Read the artefact again (Ctrl R)"
            onClick={() => void reloadComponent(workbench, component.name)}
          >
            <RefreshCw size={13} aria-hidden /> Reload
          </button>
        </span>
      </div>
      {why !== undefined && <p className={component.state === "failed" ? styles["bad"] : styles["why"]}>{why}</p>}
      {component.crashLoop !== undefined && (
        <CrashLoopNote
          loop={component.crashLoop}
          onTryNow={() => void reloadComponent(workbench, component.name)}
          onShow={() => workbench.route.go(["activity"], { filter: `component:${component.name} -outcome:ok` })}
        />
      )}
      <BuildCard component={component} />
      <dl className={styles["facts"]}>
        <Fact name="Artefact">
          <span className="mono">{component.wasmPath}</span>
          <CopyButton label="Copy path" text={() => component.wasmPath} />
        </Fact>
        {build === undefined ? (
          <Fact name="Build">
            <span className="dim">none has linked yet</span>
          </Fact>
        ) : (
          <Fact name="Build">
            <span className="mono" title={build.digest}>
              {build.digest.slice(0, 12)}
            </span>
            <CopyButton label="Copy digest" text={() => build.digest} />
            <span>
              {byteSize(build.size)}, linked in {duration(build.linkMs)}, serving since {moment(build.since)}
            </span>
          </Fact>
        )}
        {build?.wrapped !== undefined && <Fact name="Wrapped">{wrappingText(build.wrapped)}</Fact>}
        <Fact name="Limits">
          {duration(limits.guestTimeMs)} of guest time, {count(limits.memoryMiB)} MiB of memory,{" "}
          {limits.instances === "per-call" ? "a new instance for each call" : "instances are reused"},{" "}
          {limits.poolSize === 1 ? "one call at a time" : `${count(limits.poolSize)} calls at a time`}, calls of other
          components up to {count(limits.depth)} deep, requests to itself up to {count(limits.requestDepth)} deep
        </Fact>
      </dl>
    </header>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Nothing can be said of a component before a build of it has linked. */
function NotKnown({ what }: { readonly what: string }) {
  return <Empty title="Not known yet">{what} is read from its first build that links.</Empty>;
}

function WitText({ wit }: { readonly wit: string }) {
  return (
    <div className={styles["wit"]}>
      <CopyButton label="Copy WIT" text={() => wit} withText />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys */}
      <pre tabIndex={0}>{wit}</pre>
    </div>
  );
}

import { CircleX, TriangleAlert } from "lucide-react";
import type { LinkTarget, LinkView } from "../../shared/model.ts";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { count, counted } from "../format/quantity.ts";
import { familyColor, familyOf } from "../activity/interface-family.ts";
import { ComponentFilter } from "../project/component-filter.tsx";
import { FixBlock } from "../project/fix-block.tsx";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { callsFilter, inTrouble, linkGroups, sinceText } from "./link-rows.ts";
import styles from "./links-view.module.css";
import { useLinks } from "./use-links.ts";

/** Where each import of each component leads, under which name, and how often it was called. */
export function LinksView() {
  const { route } = useWorkbench();
  const { params } = useRoute();
  const links = useLinks();
  if (links.value === undefined) {
    return links.error === undefined ? (
      <Loading label="Reading links" />
    ) : (
      <Failed title="The links could not be read" error={links.error.message} onRetry={links.reload} />
    );
  }
  const search = params["search"] ?? "";
  const onlyTrouble = params["trouble"] !== undefined;
  const component = params["component"];
  const troubled = links.value.filter(inTrouble).length;
  const groups = linkGroups(links.value, { search, component, onlyTrouble });
  return (
    <div className={styles["view"]}>
      <ComponentFilter label="Search links" placeholder="Search imports, names and targets">
        <button
          type="button"
          aria-pressed={onlyTrouble}
          onClick={() => route.patch({ trouble: onlyTrouble ? undefined : "1" })}
        >
          {troubled > 0 && <TriangleAlert size={13} className="bad" aria-hidden />}
          {troubled === 0 ? "No trouble" : `${count(troubled)} in trouble`}
        </button>
      </ComponentFilter>
      {groups.length === 0 ? (
        <NoLinks any={links.value.length > 0} />
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys
        <section className={styles["groups"]} tabIndex={0} aria-label="Links">
          {groups.map((group) => (
            <LinkTable key={group.component} component={group.component} links={group.links} />
          ))}
        </section>
      )}
    </div>
  );
}

function LinkTable({ component, links }: { readonly component: string; readonly links: readonly LinkView[] }) {
  const { route } = useWorkbench();
  return (
    <table className={styles["table"]} aria-label={`Links of ${component}`}>
      <caption>
        <button type="button" className="link" onClick={() => route.go(["component", component])}>
          {component}
        </button>
        <span className="dim">{counted(links.length, "link")}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">Import</th>
          <th scope="col">Link name</th>
          <th scope="col">Goes to</th>
          <th scope="col">Said by</th>
          <th scope="col" className="num">
            Calls
          </th>
        </tr>
      </thead>
      <tbody>
        {links.map((link) => (
          <LinkRow key={`${link.import} ${link.name}`} link={link} />
        ))}
      </tbody>
    </table>
  );
}

function LinkRow({ link }: { readonly link: LinkView }) {
  const { route } = useWorkbench();
  const { fix, problem } = link;
  const bad = inTrouble(link);
  const { word, why } = sinceText(link);
  return (
    <>
      <tr data-bad={bad || undefined} data-host={link.target.kind === "host" || undefined}>
        <th scope="row" className="mono">
          <i className={styles["dot"]} style={{ background: familyColor(familyOf(link.import)) }} aria-hidden />
          {link.import}
        </th>
        <td>
          {/* What the host answers has no links to tell apart. */}
          {link.target.kind !== "host" && <span className="mono">{link.name}</span>}
          {link.label !== undefined && <span className="dim"> {link.label}</span>}
        </td>
        <td>
          <Target target={link.target} />
        </td>
        <td className="dim" title={why}>
          {word}
        </td>
        <td className="num">
          {link.calls === 0 ? (
            <span className="dim">0</span>
          ) : (
            <button
              type="button"
              className="link"
              title={`Show invocations of ${link.component} that called it`}
              onClick={() => route.go(["activity"], { filter: callsFilter(link) })}
            >
              {count(link.calls)}
            </button>
          )}
        </td>
      </tr>
      {(problem !== undefined || fix !== undefined) && (
        <tr className={styles["trouble"]}>
          <td colSpan={5}>
            {problem !== undefined && <p>{problem}</p>}
            {fix !== undefined && <FixBlock fix={fix} of={link.import} />}
          </td>
        </tr>
      )}
    </>
  );
}

function Target({ target }: { readonly target: LinkTarget }) {
  const { route } = useWorkbench();
  switch (target.kind) {
    case "host":
      return (
        <span className="dim" title={target.note}>
          host
        </span>
      );
    case "backend":
      return (
        <span>
          <button type="button" className="link" onClick={() => route.go(screenOfBackend[target.backendKind])}>
            {target.name}
          </button>{" "}
          <span className="dim">{target.backendKind}</span>
        </span>
      );
    case "component":
      return (
        <span>
          <button type="button" className="link" onClick={() => route.go(["component", target.name])}>
            {target.name}
          </button>{" "}
          <span className="dim">{target.export === undefined ? "component" : target.export}</span>
        </span>
      );
    case "stub":
      return <span title={target.functions.join(", ")}>stub of {counted(target.functions.length, "function")}</span>;
    case "missing":
      return (
        <span className="bad">
          <CircleX size={13} className={styles["mark"]} aria-hidden /> nothing
        </span>
      );
  }
}

const screenOfBackend = {
  keyvalue: ["keyvalue"],
  blobstore: ["blobs"],
  messaging: ["messages"],
} as const satisfies Record<(LinkTarget & { readonly kind: "backend" })["backendKind"], readonly string[]>;

function NoLinks({ any }: { readonly any: boolean }) {
  const { route } = useWorkbench();
  if (any) {
    return (
      <Empty
        title="No link fits"
        action={
          <button
            type="button"
            onClick={() => route.patch({ search: undefined, component: undefined, trouble: undefined })}
          >
            Show all links
          </button>
        }
      />
    );
  }
  return (
    <Empty title="No links yet">
      Where each import of a component leads appears here once its first build linked: to the host, a backend, another
      component, or nowhere.
    </Empty>
  );
}

import type { LinkTarget, LinkView } from "../../shared/model.ts";

/** Whether calls that go this way do not go well. */
export function inTrouble(link: LinkView): boolean {
  return link.problem !== undefined || link.target.kind === "missing";
}

export interface LinkFilter {
  readonly search: string;
  readonly component: string | undefined;
  readonly onlyTrouble: boolean;
}

export interface LinkGroup {
  readonly component: string;
  /** Those in trouble first, then those somebody chose, then those that go to the host anyway. */
  readonly links: readonly LinkView[];
}

/** The links that fit, by component in the order of the project. */
export function linkGroups(links: readonly LinkView[], filter: LinkFilter): readonly LinkGroup[] {
  const groups = new Map<string, LinkView[]>();
  for (const link of links.filter((each) => fits(each, filter))) {
    groups.set(link.component, [...(groups.get(link.component) ?? []), link]);
  }
  return [...groups].map(([component, all]) => ({ component, links: all.toSorted((a, b) => weight(a) - weight(b)) }));
}

/** Finds the invocations of its component that called it. */
export function callsFilter({ component, import: name, name: link, target }: LinkView): string {
  const called = `component:${component} iface:${name.replace(/@.*$/, "")}`;
  // Where a backend answers, the same interface may be called over other links as well.
  return target.kind === "backend" ? `${called} link:${link}` : called;
}

/** `the backend sessions`, `the host`, `component pricing` */
export function targetWords(target: LinkTarget): string {
  switch (target.kind) {
    case "host":
      return "the host";
    case "backend":
      return `backend ${target.name}`;
    case "component":
      return `component ${target.name}`;
    case "stub":
      return "stubs of the project file";
    case "missing":
      return "nothing";
  }
}

const sinceWords = {
  file: "project file",
  default: "default",
  found: "found",
} as const satisfies Record<LinkView["since"], string>;

/** Who says so; for a tip, why. */
export function sinceText({ since, target }: LinkView): { readonly word: string; readonly why: string } {
  const why = {
    file: "The project file names this link.",
    default:
      target.kind === "backend"
        ? "The project file says nothing, so it goes to the default backend."
        : "The project file says nothing of it.",
    found: "The project file says nothing; this component is the only one that exports it.",
  };
  const nothingSaid = (target.kind === "missing" || target.kind === "host") && since === "default";
  return { word: nothingSaid ? "" : sinceWords[since], why: why[since] };
}

function weight(link: LinkView): number {
  if (inTrouble(link)) return 0;
  return link.target.kind === "host" ? 2 : 1;
}

function fits(link: LinkView, { search, component, onlyTrouble }: LinkFilter): boolean {
  if (component !== undefined && link.component !== component) return false;
  if (onlyTrouble && !inTrouble(link)) return false;
  const text = `${link.import} ${link.name} ${link.label ?? ""} ${targetWords(link.target)}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

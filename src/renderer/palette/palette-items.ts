import type { ContainerView, ObjectView } from "../../shared/blob-model.ts";
import type { BucketView, InvocationSummary, KeyView, ProjectView } from "../../shared/model.ts";
import { objectPlace } from "../blobs/object-place.ts";
import { filterTerm } from "../messages/message-words.ts";
import type { Action } from "../workbench/actions.ts";

export interface PaletteItem {
  readonly id: string;
  readonly group: "Actions" | "Components" | "Buckets" | "Keys" | "Containers" | "Objects" | "Subjects" | "Invocations";
  readonly label: string;
  readonly note?: string;
  readonly keys?: string;
  run(): void;
}

export interface Places {
  readonly project: ProjectView | undefined;
  readonly buckets: readonly BucketView[];
  readonly keys: readonly { readonly bucket: BucketView; readonly key: KeyView }[];
  readonly containers: readonly ContainerView[];
  readonly objects: readonly { readonly container: ContainerView; readonly object: ObjectView }[];
  /** Of messages on the record and of subscriptions; the same one may be there again. */
  readonly subjects: readonly string[];
  /** Ascending by id. */
  readonly invocations: readonly InvocationSummary[];
}

const PER_GROUP = 8;

/** What fits the typed words: every word occurs in the label; without words the actions and the components. */
export function paletteItems(
  typed: string,
  actions: readonly Action[],
  places: Places,
  go: (path: readonly string[], params?: Readonly<Record<string, string>>) => void,
): readonly PaletteItem[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const fits = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const components = (places.project?.components ?? [])
    .filter((component) => fits(component.name))
    .map((component) => ({
      id: `component.${component.name}`,
      group: "Components" as const,
      label: component.name,
      note: component.state,
      run: () => go(["component", component.name]),
    }));
  const buckets = places.buckets
    .filter((bucket) => fits(`${bucket.backend} ${bucket.name}`))
    .map((bucket) => ({
      id: `bucket.${bucket.backend}.${bucket.name}`,
      group: "Buckets" as const,
      label: bucket.name,
      note: bucket.backend,
      run: () => go(["keyvalue", bucket.backend, bucket.name]),
    }));
  const keys = places.keys.map(({ bucket, key }) => ({
    id: `key.${bucket.backend}.${bucket.name}.${key.key}`,
    group: "Keys" as const,
    label: key.key,
    note: bucket.name,
    run: () => go(["keyvalue", bucket.backend, bucket.name], { key: key.key }),
  }));
  const containers = places.containers
    .filter((container) => fits(`${container.backend} ${container.name}`))
    .map((container) => ({
      id: `container.${container.backend}.${container.name}`,
      group: "Containers" as const,
      label: container.name,
      note: container.backend,
      run: () => go(["blobs", container.backend, container.name]),
    }));
  const objects = places.objects.map(({ container, object: { name } }) => {
    const { path, params } = objectPlace({ backend: container.backend, container: container.name, name });
    return {
      id: `object.${container.backend}.${container.name}.${name}`,
      group: "Objects" as const,
      label: name,
      note: container.name,
      run: () => go(path, params),
    };
  });
  const subjects =
    words.length === 0
      ? []
      : [...new Set(places.subjects)].filter(fits).map((subject) => ({
          id: `subject.${subject}`,
          group: "Subjects" as const,
          label: subject,
          run: () => go(["messages"], { filter: filterTerm("subject", subject) }),
        }));
  const invocations =
    words.length === 0
      ? []
      : newestThatFit(places.invocations, (row) => fits(`${row.id} ${row.title} ${row.component}`)).map((row) => ({
          id: `invocation.${row.id}`,
          group: "Invocations" as const,
          label: row.title,
          note: `${row.component} · ${row.id}`,
          run: () => go(["activity"], { inv: String(row.id) }),
        }));
  const fitting = actions
    .filter((action) => fits(action.label))
    .map((action) => ({ ...action, group: "Actions" as const }));
  const groups: readonly (readonly PaletteItem[])[] = [
    components,
    buckets,
    keys,
    containers,
    objects,
    subjects,
    invocations,
  ];
  return [
    ...fitting.slice(0, words.length === 0 ? fitting.length : PER_GROUP),
    ...groups.flatMap((group) => group.slice(0, PER_GROUP)),
  ];
}

function newestThatFit(
  rows: readonly InvocationSummary[],
  fits: (row: InvocationSummary) => boolean,
): InvocationSummary[] {
  const found: InvocationSummary[] = [];
  for (let at = rows.length - 1; at >= 0 && found.length < PER_GROUP; at -= 1) {
    const row = rows[at];
    if (row !== undefined && fits(row)) found.push(row);
  }
  return found;
}

import type { ReactNode } from "react";
import { useProject, useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./component-filter.module.css";

interface ComponentFilterProps {
  readonly label: string;
  readonly placeholder: string;
  /** What else there is to choose. */
  readonly children?: ReactNode;
}

/** A bar over a list of every component's things: a search and one component, both kept in the address. */
export function ComponentFilter({ label, placeholder, children }: ComponentFilterProps) {
  const { route } = useWorkbench();
  const { params } = useRoute();
  const components = useProject()?.components ?? [];
  return (
    <div className={styles["bar"]}>
      <input
        data-find
        type="search"
        aria-label={label}
        placeholder={placeholder}
        spellCheck={false}
        value={params["search"] ?? ""}
        onChange={(event) => route.patch({ search: event.target.value })}
      />
      <select
        aria-label="Component"
        value={params["component"] ?? ""}
        onChange={(event) => route.patch({ component: event.target.value })}
      >
        <option value="">All components</option>
        {components.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      {children}
    </div>
  );
}

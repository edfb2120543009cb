import { Plus } from "lucide-react";
import type { ContainersView, ContainerView } from "../../shared/blob-model.ts";
import { byteSize, count, counted } from "../format/quantity.ts";
import styles from "./container-list.module.css";

interface ContainerChoice {
  readonly of: ContainersView;
  readonly current: ContainerView | undefined;
  readonly onChoose: (container: ContainerView) => void;
}

interface ContainerListProps extends ContainerChoice {
  readonly onNew: () => void;
}

/** Containers with how much is in them; by their backend where there are several. */
export function ContainerList({ of, current, onChoose, onNew }: ContainerListProps) {
  const named = namesBackends(of);
  return (
    <nav className={styles["containers"]} aria-label="Containers">
      <div className={styles["heading"]}>
        <h2>Containers</h2>
        <button type="button" className="quiet icon small" aria-label="New container" onClick={onNew}>
          <Plus size={14} aria-hidden />
        </button>
      </div>
      <ul>
        {of.containers.map((container) => (
          <li key={idOf(container)}>
            <button
              type="button"
              className={styles["container"]}
              aria-current={container === current ? "true" : undefined}
              title={container.name}
              onClick={() => onChoose(container)}
            >
              <span className="cut">{container.name}</span>
              <span className={`${styles["note"]} num`}>{count(container.objects)}</span>
              <span className={`${styles["note"]} cut`}>{named ? container.backend : ""}</span>
              <span className={`${styles["note"]} num`}>{byteSize(container.bytes)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function ContainerSelect({ of, current, onChoose }: ContainerChoice) {
  const named = namesBackends(of);
  return (
    <select
      aria-label="Container"
      value={current === undefined ? "" : idOf(current)}
      onChange={(event) => {
        const chosen = of.containers.find((container) => idOf(container) === event.target.value);
        if (chosen !== undefined) onChoose(chosen);
      }}
    >
      {current === undefined && <option value="">Choose a container</option>}
      {of.containers.map((container) => (
        <option key={idOf(container)} value={idOf(container)}>
          {container.name} · {named ? `${container.backend} · ` : ""}
          {counted(container.objects, "object")}
        </option>
      ))}
    </select>
  );
}

/** One backend need not be named again and again. */
function namesBackends({ backends, containers }: ContainersView): boolean {
  return backends.length > 1 || new Set(containers.map(({ backend }) => backend)).size > 1;
}

function idOf({ backend, name }: ContainerView): string {
  return JSON.stringify([backend, name]);
}

import { byteSize, count, counted } from "../format/quantity.ts";
import styles from "./place-list.module.css";

/** What items are in: a bucket, a container. */
interface Place {
  readonly backend: string;
  readonly name: string;
  readonly bytes: number;
}

interface PlaceChoice<T extends Place> {
  readonly places: readonly T[];
  readonly current: T | undefined;
  readonly itemsOf: (place: T) => number;
  /** Say which backend each is of. */
  readonly withBackends: boolean;
  readonly onChoose: (place: T) => void;
}

interface PlaceListProps<T extends Place> extends PlaceChoice<T> {
  readonly title: string;
  /** Beside the title. */
  readonly act?: React.ReactNode;
}

/** Places with how much is in them. */
export function PlaceList<T extends Place>(props: PlaceListProps<T>) {
  const { places, current, itemsOf, withBackends, onChoose, title, act } = props;
  return (
    <nav className={styles["places"]} aria-label={title}>
      <div className={styles["heading"]}>
        <h2>{title}</h2>
        {act}
      </div>
      <ul>
        {places.map((place) => (
          <li key={idOf(place)}>
            <button
              type="button"
              className={styles["place"]}
              aria-current={isSame(place, current) ? "true" : undefined}
              title={place.name}
              onClick={() => onChoose(place)}
            >
              <span className="cut">{place.name}</span>
              <span className={`${styles["note"]} num`}>{count(itemsOf(place))}</span>
              <span className={`${styles["note"]} cut`}>{withBackends ? place.backend : ""}</span>
              <span className={`${styles["note"]} num`}>{byteSize(place.bytes)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface PlaceSelectProps<T extends Place> extends PlaceChoice<T> {
  /** "bucket" */
  readonly noun: string;
  /** What is in it: "key". */
  readonly item: string;
}

/** The same where there is no room for a list. */
export function PlaceSelect<T extends Place>(props: PlaceSelectProps<T>) {
  const { places, current, itemsOf, withBackends, onChoose, noun, item } = props;
  return (
    <select
      aria-label={noun.charAt(0).toUpperCase() + noun.slice(1)}
      value={current === undefined ? "" : idOf(current)}
      onChange={(event) => {
        const chosen = places.find((place) => idOf(place) === event.target.value);
        if (chosen !== undefined) onChoose(chosen);
      }}
    >
      {current === undefined && <option value="">Choose a {noun}</option>}
      {places.map((place) => (
        <option key={idOf(place)} value={idOf(place)}>
          {place.name} · {withBackends ? `${place.backend} · ` : ""}
          {counted(itemsOf(place), item)}
        </option>
      ))}
    </select>
  );
}

function isSame(one: Place, other: Place | undefined): boolean {
  return other !== undefined && idOf(one) === idOf(other);
}

function idOf({ backend, name }: Place): string {
  return JSON.stringify([backend, name]);
}

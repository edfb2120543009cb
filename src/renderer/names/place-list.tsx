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
  /** What else there is to say of one: a word beside its backend, and a sentence. */
  readonly noteOf?: (place: T) => { readonly short: string; readonly sentence: string } | undefined;
  readonly onChoose: (place: T) => void;
}

interface PlaceListProps<T extends Place> extends PlaceChoice<T> {
  readonly title: string;
  /** Beside the title. */
  readonly act?: React.ReactNode;
}

/** Places with how much is in them. */
export function PlaceList<T extends Place>(props: PlaceListProps<T>) {
  const { places, current, itemsOf, noteOf, onChoose, title, act } = props;
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
              title={[place.name, noteOf?.(place)?.sentence].filter(Boolean).join("\n")}
              onClick={() => onChoose(place)}
            >
              <span className="cut">{place.name}</span>
              <span className={`${styles["note"]} num`}>{count(itemsOf(place))}</span>
              <span className={`${styles["note"]} cut`}>{besideName(place, props).join(" · ")}</span>
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
  const { places, current, itemsOf, onChoose, noun, item } = props;
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
          {[place.name, ...besideName(place, props), counted(itemsOf(place), item)].join(" · ")}
        </option>
      ))}
    </select>
  );
}

function besideName<T extends Place>(place: T, { withBackends, noteOf }: PlaceChoice<T>): readonly string[] {
  const note = noteOf?.(place);
  return [...(withBackends ? [place.backend] : []), ...(note === undefined ? [] : [note.short])];
}

function isSame(one: Place, other: Place | undefined): boolean {
  return other !== undefined && idOf(one) === idOf(other);
}

function idOf({ backend, name }: Place): string {
  return JSON.stringify([backend, name]);
}

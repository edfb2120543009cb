export interface ListPlace {
  /** Pixels from the top. */
  readonly top: number;
  readonly selected: string | number | undefined;
  /** It stayed at its end. */
  readonly follow: boolean;
}

/** Where each list of a window was left, by a name of its own: whoever comes back reads on there. */
export class ListPlaces {
  readonly #places = new Map<string, ListPlace>();

  left(name: string, place: Partial<ListPlace>): void {
    const before = this.#places.get(name) ?? { top: 0, selected: undefined, follow: false };
    this.#places.set(name, { ...before, ...place });
  }

  of(name: string): ListPlace | undefined {
    return this.#places.get(name);
  }
}

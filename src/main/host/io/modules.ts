/** Replaced by the real classes; only here so that the other packages can be typed meanwhile. */
export interface IoModules {
  readonly error: unknown;
}

/** A seed that cannot be used: what is wrong, where, and what to do. */
export class SeedError extends Error {
  override readonly name = "SeedError";
  /** `seeds/cache.json:3:5`, relative to the project. */
  readonly location: string;

  constructor(message: string, location: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.location = location;
  }
}

import type { BuildOutputView, BuildPrinted } from "../../shared/model.ts";

/** What to do with the screen of a build, in this order. */
export type OutputStep =
  | { readonly kind: "clear" }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** So many bytes belong here and are not there. */
  | { readonly kind: "gap"; readonly bytes: number; readonly gone: boolean };

/**
 * Joins the output that was kept with what is printed while one looks. The studio puts into its answer all that it
 * told of before, and the answer comes after that on the wire: so what is printed while a read is under way is in it.
 *
 * | while            | printed, same run | printed, newer run | printed, older run | read begins |
 * |------------------|-------------------|--------------------|--------------------|-------------|
 * | nothing was read | nothing           | nothing            | nothing            | reading     |
 * | reading          | nothing           | nothing            | nothing            | reading     |
 * | joined           | appended          | screen starts over | nothing            | reading     |
 */
export class OutputJoin {
  #run: number | undefined;
  #reads = 0;

  /** A read is asked for; its answer goes to `whole` with what this returns. Only the newest read counts. */
  begin(): number {
    this.#run = undefined;
    this.#reads += 1;
    return this.#reads;
  }

  whole(read: number, output: BuildOutputView): readonly OutputStep[] {
    if (read !== this.#reads) return [];
    this.#run = output.run;
    return [{ kind: "clear" }, ...gap(output.dropped, true), ...some(output.bytes)];
  }

  printed({ run, bytes, skipped }: Omit<BuildPrinted, "component">): readonly OutputStep[] {
    const started = this.started(run);
    if (this.#run !== run) return [];
    return [...started, ...gap(skipped, false), ...some(bytes)];
  }

  /** A run began, which may print nothing for long: what an older one printed goes. */
  started(run: number): readonly OutputStep[] {
    if (this.#run === undefined || run <= this.#run) return [];
    this.#run = run;
    return [{ kind: "clear" }];
  }
}

function gap(bytes: number, gone: boolean): readonly OutputStep[] {
  return bytes > 0 ? [{ kind: "gap", bytes, gone }] : [];
}

function some(bytes: Uint8Array): readonly OutputStep[] {
  return bytes.length > 0 ? [{ kind: "bytes", bytes }] : [];
}

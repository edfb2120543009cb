import type { StudioApi } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { BackendSummary } from "../../shared/model.ts";

export interface BackendChoice {
  readonly kind: BackendSummary["kind"];
  /** What `--backend` says. */
  readonly named: string | undefined;
  /** `bucket "carts"`; absent where no single one is meant. */
  readonly place?: string;
  /** The backends that have it. */
  readonly having: readonly string[];
  /** Backends that hold something, also those the project does not name any more. */
  readonly holding: readonly string[];
  /** The command makes the place if nobody has it. */
  readonly makes?: boolean;
}

/**
 * The named backend, the one that has the place, or the one that a component without links would get.
 * @throws StudioError `usage` where that is none or several, `state-not-found` where the place has to be there
 */
export async function chooseBackend(api: StudioApi, choice: BackendChoice): Promise<string> {
  const { kind, named, place = "that", having, makes = false } = choice;
  const declared = await declaredBackends(api, kind);
  if (named !== undefined) return checkNamed(choice, declared, named);
  const candidates = having.length > 0 ? having : declared;
  const [only, second] = candidates;
  if (only !== undefined && second === undefined) return only;
  if (having.length === 0 && !makes)
    throw new StudioError("state-not-found", `There is no ${place}. Backends of the kind ${kind}: ${list(declared)}.`);
  if (having.length === 0 && declared.includes(kind)) return kind;
  throw new StudioError(
    "usage",
    having.length > 0
      ? `Several backends have a ${place}: choose one with --backend (${list(having)}).`
      : `Several backends could have a ${place}: choose one with --backend (${list(declared)}).`,
  );
}

/** For a command that lists what all backends have, or one. @throws StudioError `usage` */
export async function checkBackend(api: StudioApi, choice: Omit<BackendChoice, "having">): Promise<void> {
  if (choice.named !== undefined) checkNamed(choice, await declaredBackends(api, choice.kind), choice.named);
}

async function declaredBackends(api: StudioApi, kind: BackendSummary["kind"]): Promise<readonly string[]> {
  return (await api.project()).backends.filter((each) => each.kind === kind).map(({ name }) => name);
}

function checkNamed(
  { kind, holding }: Pick<BackendChoice, "kind" | "holding">,
  declared: readonly string[],
  named: string,
): string {
  const known = [...new Set([...declared, ...holding])];
  if (known.includes(named)) return named;
  throw new StudioError("usage", `There is no ${kind} backend ${JSON.stringify(named)}. There is: ${list(known)}.`);
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}

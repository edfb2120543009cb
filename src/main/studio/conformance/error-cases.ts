/** What the type of a function's result says can go wrong, by the names of its WIT. */
import type { ValuePreview } from "../../../shared/model.ts";
import type { WitType } from "../../wit/world.ts";
import { casesOf } from "./canonical-abi.ts";

/** Of an error that has no cases, only a text or nothing. */
const NAMELESS = "err";

/** Those of a result inside the result, as that of a future, are among them. */
export function errorCasesOf(type: WitType | undefined): readonly string[] {
  if (type?.kind === "option") return errorCasesOf(type.some);
  if (type?.kind !== "result") return [];
  return [...(namesOf(type.err) ?? [NAMELESS]), ...errorCasesOf(type.ok)];
}

/**
 * Which of its error cases a recorded call ended in; undefined: none. `shown`: what the record keeps of its result, or
 * of the payload of its error.
 */
export function errorCaseSeen(
  type: WitType | undefined,
  outcome: string | undefined,
  shown: ValuePreview | undefined,
): string | undefined {
  if (outcome === "err") return type?.kind === "result" ? caseShown(type.err, shown) : undefined;
  return outcome === "ok" && type?.kind === "result" ? within(type.ok, shown) : within(type, shown);
}

/** The error of a result that is part of a result. */
function within(type: WitType | undefined, shown: ValuePreview | undefined): string | undefined {
  if (type?.kind === "option") return shown?.t === "none" ? undefined : within(type.some, shown);
  if (type?.kind !== "result" || shown?.t !== "variant") return undefined;
  return shown.tag === "err" ? caseShown(type.err, shown.value) : within(type.ok, shown.value);
}

function caseShown(type: WitType | undefined, shown: ValuePreview | undefined): string | undefined {
  const names = namesOf(type);
  if (names === undefined) return NAMELESS;
  const name = shown?.t === "variant" ? shown.tag : shown?.t === "string" ? shown.v : undefined;
  return names.find((each) => each === name);
}

function namesOf(type: WitType | undefined): readonly string[] | undefined {
  if (type?.kind !== "variant" && type?.kind !== "enum") return undefined;
  return casesOf(type)?.map(({ name }) => name);
}

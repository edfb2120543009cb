/** Which functions of the offered interfaces the scripts called, as the record shows, and what they asserted of them. */
import { packages } from "../../host/packages.ts";
import { displayName } from "../../wit/function-name.ts";
import { knownShapes } from "../../wit/offered/known.ts";
import { listOffers } from "../../wit/offered/offered.ts";
import type { WitFunction } from "../../wit/world.ts";
import { Anything, type CallStep, type Script, type Value, valueText } from "./script.ts";

export interface CoveredFunction {
  /** `wasi:keyvalue` */
  readonly package: string;
  /** `wasi:keyvalue/batch@0.2.0-draft2`, with the variant behind it where one id has several shapes. */
  readonly interface: string;
  /** `bucket.get` */
  readonly name: string;
  readonly called: boolean;
  /** A success whose value was compared, or that has none. */
  readonly asserted: boolean;
  /** The cases of its error type: of a variant by name, else one called `err`. */
  readonly errors: readonly string[];
  readonly causedErrors: readonly string[];
  readonly trapped: boolean;
  /** Labels of scripts. */
  readonly by: readonly string[];
}

/** A call as the record of an invocation has it. */
export interface SeenCall {
  readonly interface: string;
  readonly function: string;
  readonly outcome: string | undefined;
}

interface Row extends Omit<CoveredFunction, "by" | "causedErrors"> {
  called: boolean;
  asserted: boolean;
  trapped: boolean;
  readonly causedErrors: Set<string>;
  readonly by: Set<string>;
}

export class Coverage {
  readonly #rows = new Map<string, Row>();

  constructor() {
    for (const { package: name, module, interface: id, version, shape } of listOffers(packages, knownShapes())) {
      const variant = /@\w+-(\w+)$/.exec(module)?.[1];
      const label = `${id}${version === "" ? "" : `@${version}`}${variant === undefined ? "" : ` (${variant})`}`;
      for (const type of shape?.functions ?? []) {
        const row = rowOf(name, label, type);
        this.#rows.set(`${label}#${row.name}`, row);
      }
    }
  }

  /** `calls`: what the record holds of a run of the script that ended as expected. */
  add(label: string, { steps }: Script, calls: readonly SeenCall[]): void {
    const recorded = steps.filter((step): step is CallStep => step.kind === "call" && step.expected.kind !== "refused");
    for (const [position, { function: called, expected }] of recorded.entries()) {
      const seen = calls[position];
      const name = displayName(called.type.name);
      if (seen?.interface !== called.interface || seen.function !== name) {
        throw new Error(`the record of ${label} does not hold its call ${position + 1}, ${name}`);
      }
      const id = seen.interface.replace(/^(wasi:.*)@0\.2\.\d+$/, "$1@0.2.x");
      const row = this.#rows.get(`${id}${called.variant === undefined ? "" : ` (${called.variant})`}#${name}`);
      if (row === undefined) throw new Error(`${seen.interface} ${name} is not offered`);
      row.called = true;
      row.by.add(label);
      if (expected.kind === "err") row.causedErrors.add(errorCase(row.errors, expected.value));
      else if (expected.kind === "trap") row.trapped = true;
      else if (expected.kind === "exit" || comparesResult(called.type, expected)) row.asserted = true;
    }
  }

  functions(): readonly CoveredFunction[] {
    return [...this.#rows.values()].map((row) => ({
      ...row,
      by: [...row.by],
      causedErrors: row.errors.filter((error) => row.causedErrors.has(error)),
    }));
  }
}

function rowOf(packageName: string, label: string, type: WitFunction): Row {
  const error = type.result?.kind === "result" ? (type.result.err ?? "none") : undefined;
  const errors =
    error === undefined
      ? []
      : error === "none"
        ? ["err"]
        : error.kind === "variant"
          ? error.cases.map((one) => one.name)
          : error.kind === "enum"
            ? error.names
            : ["err"];
  return {
    package: packageName,
    interface: label,
    name: displayName(type.name),
    errors,
    called: false,
    asserted: false,
    trapped: false,
    causedErrors: new Set(),
    by: new Set(),
  };
}

function errorCase(errors: readonly string[], value: Value): string {
  if (errors.length === 1 && errors[0] === "err") return "err";
  const tag = typeof value === "object" && value !== null && "tag" in value ? value.tag : value;
  return typeof tag === "string" ? tag : valueText(tag);
}

/** A step that takes any value at all says that the function came back, not with what. */
function comparesResult({ result }: WitFunction, expected: CallStep["expected"]): boolean {
  if (!("value" in expected)) return false;
  const payload = result?.kind === "result" ? result.ok : result;
  const isAny = expected.value instanceof Anything && expected.value.above === undefined;
  return payload === undefined || !isAny;
}

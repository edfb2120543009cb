/** What of the offered interfaces the scripts cause, as the record shows: functions, errors, traps. */
import { packages } from "../../host/packages.ts";
import type { HostCallView } from "../../../shared/model.ts";
import { displayName } from "../../wit/function-name.ts";
import { knownShapes } from "../../wit/offered/known.ts";
import { listOffers } from "../../wit/offered/offered.ts";
import type { WitFunction } from "../../wit/world.ts";
import { errorCaseSeen, errorCasesOf } from "./error-cases.ts";
import { type ErrorException, type Exception, NO_ERROR, NO_SUCCESS } from "./exceptions.ts";
import { Anything, type CallStep, type Script, type Step } from "./script.ts";
import { STREAM_RULES, type StreamRule } from "./stream-rules.ts";
import { TRAP_RULES, type TrapRule } from "./trap-rules.ts";

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
  /** Why it is not. */
  readonly excused: string | undefined;
  readonly errors: readonly CoveredError[];
  /** Labels of scripts. */
  readonly by: readonly string[];
}

export interface CoveredError {
  /** A case of a variant; of other errors `err`. */
  readonly name: string;
  readonly caused: boolean;
  /** Why it is not. */
  readonly excused: string | undefined;
  /** This host gives it, where no test can bring it about. */
  readonly given: boolean;
}

export interface CoveredTrap {
  readonly rule: TrapRule;
  /** One of the places where the rule holds. */
  readonly at: string;
  /** The first script that did it there. */
  readonly by: string | undefined;
}

export interface CoveredRule {
  readonly rule: string;
  readonly by: readonly string[];
}

/** A call as the record of an invocation has it. */
export type SeenCall = Pick<HostCallView, "interface" | "function" | "outcome" | "result">;

interface Row {
  readonly package: string;
  readonly interface: string;
  readonly type: WitFunction;
  readonly name: string;
  called: boolean;
  asserted: boolean;
  readonly errors: Set<string>;
  readonly by: Set<string>;
}

export class Coverage {
  readonly #rows = new Map<string, Row>();
  readonly #traps: CoveredTrap[] = TRAP_RULES.flatMap((rule) => rule.at.map((at) => ({ rule, at, by: undefined })));
  readonly #unruled: string[] = [];
  readonly #shown = new Map<StreamRule, string[]>();

  constructor() {
    for (const { package: name, module, interface: id, version, shape } of listOffers(packages, knownShapes())) {
      const variant = /@\w+-(\w+)$/.exec(module)?.[1];
      const label = `${id}${version === "" ? "" : `@${version}`}${variant === undefined ? "" : ` (${variant})`}`;
      for (const type of shape?.functions ?? []) {
        const row = {
          package: name,
          interface: label,
          type,
          name: displayName(type.name),
          called: false,
          asserted: false,
          errors: new Set<string>(),
          by: new Set<string>(),
        };
        this.#rows.set(`${label}#${row.name}`, row);
      }
    }
  }

  /** `calls`: what the record holds of a run of the script that ended as expected; `trap`: what it says ended it. */
  add(label: string, { steps, shows = [] }: Script, calls: readonly SeenCall[], trap: string | undefined): void {
    const recorded = steps.filter((step): step is CallStep => step.kind === "call" && step.expected.kind !== "refused");
    for (const [position, { function: called, expected }] of recorded.entries()) {
      const seen = calls[position];
      const name = displayName(called.type.name);
      if (seen?.interface !== called.interface || seen.function !== name) {
        throw new Error(`the record of ${label} does not hold its call ${position + 1}, ${name}`);
      }
      const row = this.#rowOf(called.interface, called.variant, name);
      row.called = true;
      row.by.add(label);
      const error = errorCaseSeen(called.type.result, seen.outcome, seen.result);
      if (error !== undefined) row.errors.add(error);
      if (expected.kind === "exit" || comparesResult(called.type, expected)) row.asserted = true;
    }
    for (const rule of shows) this.#shown.set(rule, [...(this.#shown.get(rule) ?? []), label]);
    const last = steps.at(-1);
    if (trap !== undefined && last !== undefined) this.#trapped(label, placeOf(last), trap);
  }

  functions(): readonly CoveredFunction[] {
    return [...this.#rows.values()].map((row) => ({
      package: row.package,
      interface: row.interface,
      name: row.name,
      called: row.called,
      asserted: row.asserted,
      excused: row.asserted ? undefined : NO_SUCCESS.find((each) => isAbout(each, row))?.why,
      errors: errorCasesOf(row.type.result).map((name) => {
        const caused = row.errors.has(name);
        const exception = caused ? undefined : NO_ERROR.find((each) => isAboutError(each, row, name));
        const excused = caused ? undefined : (exception?.why ?? unreachable(row));
        return { name, caused, excused, given: exception?.given === true };
      }),
      by: [...row.by],
    }));
  }

  traps(): readonly CoveredTrap[] {
    return this.#traps;
  }

  streamRules(): readonly CoveredRule[] {
    return Object.entries(STREAM_RULES).map(([id, rule]) => ({ rule, by: this.#shown.get(id as StreamRule) ?? [] }));
  }

  /** What is neither caused nor excused, and what is excused although it is caused, or for nothing. */
  gaps(): readonly string[] {
    const functions = this.functions();
    const naming = (row: { readonly interface: string; readonly name: string }) => `${row.interface} ${row.name}`;
    return [
      ...functions
        .filter((row) => !row.asserted && row.excused === undefined)
        .map((row) => `not asserted: ${naming(row)}`),
      ...[...this.#rows.values()]
        .filter((row) => !row.called && unreachable(row) === undefined)
        .map((row) => `not called: ${naming(row)}`),
      ...functions.flatMap((row) =>
        row.errors
          .filter((error) => !error.caused && error.excused === undefined)
          .map((error) => `not caused: ${naming(row)} ${error.name}`),
      ),
      ...this.#traps.filter(({ by }) => by === undefined).map(({ rule, at }) => `not caused: to ${rule.rule}: ${at}`),
      ...this.#unruled,
      ...this.streamRules()
        .filter(({ by }) => by.length === 0)
        .map(({ rule }) => `not shown: ${rule}`),
      ...NO_SUCCESS.filter(
        (each) => !this.#holds(each, (row) => !row.asserted && !(row.called && each.unreachable === true)),
      ).map((each) => `excused, but it is so: ${each.interface} ${each.functions.join(", ")}`),
      ...NO_ERROR.flatMap((each) => this.#idle(each)),
    ];
  }

  /** Every function it names is there, and for all of them it is so. */
  #holds(exception: Exception, isSo: (row: Row) => boolean): boolean {
    const rows = [...this.#rows.values()];
    return exception.functions.every((name) => {
      const named = rows.filter((row) => isAbout({ ...exception, functions: [name] }, row));
      return named.length > 0 && named.every(isSo);
    });
  }

  #idle(exception: ErrorException): readonly string[] {
    const name = `${exception.interface} ${exception.functions.join(", ")}`;
    const rows = [...this.#rows.values()].filter((row) => isAbout(exception, row));
    const cases = rows.flatMap((row) =>
      errorCasesOf(row.type.result).filter((error) => isAboutError(exception, row, error)),
    );
    const caused = rows.flatMap((row) => [...row.errors].filter((error) => isAboutError(exception, row, error)));
    return [
      ...(cases.length === 0 || !this.#holds(exception, () => true) ? [`excuses nothing: ${name}`] : []),
      ...caused.map((error) => `excused, but it is caused: ${name} ${error}`),
    ];
  }

  #rowOf(id: string, variant: string | undefined, name: string): Row {
    const label = id.replace(/^(wasi:.*)@0\.2\.\d+$/, "$1@0.2.x");
    const row = this.#rows.get(`${label}${variant === undefined ? "" : ` (${variant})`}#${name}`);
    if (row === undefined) throw new Error(`${id} ${name} is not offered`);
    return row;
  }

  #trapped(label: string, place: string, says: string): void {
    const position = this.#traps.findIndex(({ rule, at }) => at === place && says.includes(rule.says));
    const found = this.#traps[position];
    if (found === undefined) this.#unruled.push(`a trap that no rule names: ${label}, ${place}: ${says}`);
    else this.#traps[position] = { ...found, by: found.by ?? label };
  }
}

/** `wasi:io/poll poll`, `wasi:io/streams drop input-stream` */
function placeOf(step: Step): string {
  const id = step.kind === "drop" ? step.interface : step.function.interface;
  const name = step.kind === "drop" ? `drop ${step.resource}` : displayName(step.function.type.name);
  return `${id.replace(/@.*/, "")} ${name}`;
}

/** Why nobody can call it, and so cannot be told of an error. */
function unreachable(row: Row): string | undefined {
  return NO_SUCCESS.find((each) => each.unreachable === true && isAbout(each, row))?.why;
}

function isAbout(exception: Exception, row: Row): boolean {
  if (row.interface.replace(/@.*/, "") !== exception.interface) return false;
  return exception.functions.some((name) =>
    name.endsWith("*") ? row.name.startsWith(name.slice(0, -1)) : row.name === name,
  );
}

function isAboutError(exception: ErrorException, row: Row, error: string): boolean {
  if (!isAbout(exception, row)) return false;
  return "allBut" in exception.cases ? !exception.cases.allBut.includes(error) : exception.cases.includes(error);
}

/** A step that takes any value at all says that the function came back, not with what. */
function comparesResult({ result }: WitFunction, expected: CallStep["expected"]): boolean {
  if (!("value" in expected) || expected.kind === "err") return false;
  const payload = result?.kind === "result" ? result.ok : result;
  const isAny = expected.value instanceof Anything && expected.value.above === undefined;
  return payload === undefined || !isAny;
}

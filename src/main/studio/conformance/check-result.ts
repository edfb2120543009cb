/** Makes WAT that compares what a call gave with what it has to give. */
import type { WitType } from "../../wit/world.ts";
import { casesOf, discriminantSize, layoutOf, membersOf, offsetsOf, payloadOffset } from "./canonical-abi.ts";
import { bytesOf, chosenCase, memberOf, scalarText, type ScriptFrame } from "./lower-argument.ts";
import { Anything, Handle, Held, type Value, valueText } from "./script.ts";

const LOADS: Readonly<Record<string, string>> = {
  bool: "i32.load8_u",
  u8: "i32.load8_u",
  s8: "i32.load8_s",
  u16: "i32.load16_u",
  s16: "i32.load16_s",
  u64: "i64.load",
  s64: "i64.load",
  f32: "f32.load",
  f64: "f64.load",
};

/** Which result a check belongs to: where it lies, and what to do when it is not as expected. */
export interface CheckedResult {
  readonly frame: ScriptFrame;
  /** Run when it is not; leaves the function. */
  readonly otherwise: string;
}

/** Statements that look at the value at this address. Each only reads what those before it found to be there. */
export function checkResult(
  type: WitType,
  expected: Value,
  address: string,
  offset: number,
  result: CheckedResult,
): readonly string[] {
  const must = (condition: string) => `(if (i32.eqz ${condition}) (then ${result.otherwise}))`;
  const load = (how: string, more = 0) => `(${how} offset=${offset + more} ${address})`;
  // In an option of a handle it is the option that lies here.
  if (expected instanceof Handle && type.kind === "own")
    return [`(local.set ${result.frame.local(expected)} ${load("i32.load")})`];
  if (expected instanceof Held) {
    const { frame } = result;
    return [
      `(local.set ${frame.local(expected.at)} ${load("i32.load")})`,
      `(local.set ${frame.local(expected.size)} ${load("i32.load", 4)})`,
    ];
  }
  if (expected instanceof Anything) {
    if (expected.above === undefined) return [];
    if (!["u64", "s64"].includes(type.kind)) throw new Error(`a number above another is not what ${type.kind} gives`);
    return [must(`(i64.gt_u ${load("i64.load")} (i64.const ${expected.above}))`)];
  }
  const members = membersOf(type);
  if (members !== undefined) {
    const offsets = offsetsOf(members.map((member) => member.type));
    return members.flatMap(({ name, type: part }, index) =>
      checkResult(part, memberOf(expected, name), address, offset + (offsets[index] ?? 0), result),
    );
  }
  const bytes = bytesOf(expected);
  if (bytes !== undefined && (type.kind === "string" || type.kind === "list")) {
    const at = result.frame.memory.put(bytes);
    return [
      must(`(call $same ${load("i32.load")} ${load("i32.load", 4)} (i32.const ${at}) (i32.const ${bytes.length}))`),
    ];
  }
  if (type.kind === "list") return checkList(type.element, expected, { load, must, result });
  const cases = casesOf(type);
  if (cases !== undefined) {
    const { index, payload, type: part } = chosenCase(type, cases, expected);
    const tag = load(discriminantSize(cases.length) === 1 ? "i32.load8_u" : "i32.load16_u");
    const rest = part === undefined ? [] : checkResult(part, payload, address, offset + payloadOffset(cases), result);
    return [must(`(i32.eq ${tag} (i32.const ${index}))`), ...rest];
  }
  const how = LOADS[type.kind] ?? { 1: "i32.load8_u", 2: "i32.load16_u" }[layoutOf(type).size] ?? "i32.load";
  const core = how.slice(0, 3);
  return [must(`(${core}.eq ${load(how)} (${core}.const ${scalarText(type, expected)}))`)];
}

interface ListCheck {
  readonly load: (how: string, more?: number) => string;
  readonly must: (condition: string) => string;
  readonly result: CheckedResult;
}

function checkList(element: WitType, expected: Value, { load, must, result }: ListCheck): readonly string[] {
  if (!Array.isArray(expected)) throw new Error(`not a list: ${valueText(expected)}`);
  const { size } = layoutOf(element);
  return [
    must(`(i32.eq ${load("i32.load", 4)} (i32.const ${expected.length}))`),
    ...(expected as readonly Value[]).flatMap((item, index) =>
      checkResult(element, item, load("i32.load"), index * size, result),
    ),
  ];
}

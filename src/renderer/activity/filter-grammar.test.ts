import { describe, expect, it } from "vitest";
import { filterKeys, parseFilter, withoutTerm } from "./filter-grammar.ts";

describe("parseFilter", () => {
  it("cuts words, keyed terms, negations and comparisons apart", () => {
    expect(parseFilter("entries component:api -outcome:ok dur:>5")).toEqual([
      { text: "entries", negated: false, value: "entries", unknown: false },
      { text: "component:api", negated: false, key: "component", value: "api", unknown: false },
      { text: "-outcome:ok", negated: true, key: "outcome", value: "ok", unknown: false },
      { text: "dur:>5", negated: false, key: "dur", value: ">5", unknown: false },
    ]);
  });

  it("keeps what is quoted together, also while the last quote is missing", () => {
    expect(parseFilter('"two words" key:"a b').map((term) => [term.text, term.value])).toEqual([
      ['"two words"', "two words"],
      ['key:"a b', "a b"],
    ]);
  });

  it("takes an escaped quote for a part of what is quoted", () => {
    expect(parseFilter(String.raw`subject:"=a\"b\\c" next`).map((term) => term.value)).toEqual([
      String.raw`=a"b\c`,
      "next",
    ]);
  });

  it("marks a key that the grammar does not know", () => {
    expect(parseFilter("colour:red")[0]).toMatchObject({ key: "colour", unknown: true });
  });

  it("takes a lone minus and an address with a port for words", () => {
    expect(parseFilter("- 127.0.0.1:8000").map((term) => term.key)).toEqual([undefined, undefined]);
  });

  it("knows the key of every example it shows", () => {
    expect(filterKeys.map((each) => parseFilter(each.example)[0]?.key)).toEqual(filterKeys.map((each) => each.key));
  });
});

describe("a filter as chips", () => {
  it("loses one term and keeps the others as they were typed", () => {
    expect(withoutTerm('a -b:"c d"  e', 0)).toBe('-b:"c d" e');
  });
});

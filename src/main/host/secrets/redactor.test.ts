import { describe, expect, it } from "vitest";

import { redactValue } from "./redact-value.ts";
import { Redactor } from "./redactor.ts";
import { byteScanner } from "./scanner.ts";

const SECRET = 'pä ss/"w+rd?&';
const MASK = "«secret db»";

function redactorOf(...values: readonly (string | Uint8Array)[]): Redactor {
  const secrets = values.map((value, at) => ({ name: at === 0 ? "db" : `db${at + 1}`, bytes: bytesOf(value) }));
  const redactor = Redactor.of(secrets);
  if (redactor === undefined) throw new Error("nothing to look for");
  return redactor;
}

function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === "string" ? new TextEncoder().encode(value) : value;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Every way of writing some bytes that is looked for. */
function formsOf(secret: Uint8Array): readonly (readonly [string, string])[] {
  const bytes = Buffer.from(secret);
  const text = bytes.toString("utf8");
  const around = (encoding: "base64" | "base64url", before: number, after: number) =>
    Buffer.concat([Buffer.alloc(before, 7), bytes, Buffer.alloc(after, 9)]).toString(encoding);
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  return [
    ["plain", text],
    ["json", JSON.stringify(text)],
    ...(["base64", "base64url"] as const).flatMap((encoding) =>
      [0, 1, 2, 3, 4].flatMap((before) =>
        [0, 1, 2].map((after) => ["base64", around(encoding, before, after)] as const),
      ),
    ),
    ["hex", bytes.toString("hex")],
    ["hex", bytes.toString("hex").toUpperCase()],
    ["url", encodeURIComponent(text)],
    ["url", encodeURIComponent(text).toLowerCase()],
    ["url", new URLSearchParams([["p", text]]).toString()],
    ["url", percent],
    ["url", percent.toUpperCase()],
  ];
}

const FORMS = formsOf(bytesOf(SECRET));

describe("a known secret", () => {
  it.each(FORMS)("is masked in a text and in bytes, as %s in %s", (form, written) => {
    const redactor = redactorOf(SECRET);
    const found: string[] = [];
    const text = redactor.text(`before ${written} after`, (name, how) => found.push(`${name} ${how}`));
    const bytes = redactor.bytes(bytesOf(`before ${written} after`), (name, how) => found.push(`${name} ${how}`));
    expect(found).toEqual([`db ${form}`, `db ${form}`]);
    expect(textOf(bytes)).toBe(text);
    expect(text).toMatch(/^before .*«secret db».* after$/);
    expect(leftovers(text)).toEqual([]);
  });

  it("is masked with the characters of base64 that carry some of its bits, and nothing beside them", () => {
    const redactor = redactorOf(SECRET);
    const bytes = Buffer.from(SECRET);
    for (let before = 0; before < 6; before++) {
      for (let after = 0; after < 6; after++) {
        const [head, tail] = [Buffer.alloc(before, 7), Buffer.alloc(after, 9)];
        const whole = Buffer.concat([head, bytes, tail]).toString("base64");
        const shown = redactor.text(whole);
        // What another secret of the same length would leave, too: no bit of this one.
        const other = Buffer.concat([head, Buffer.alloc(bytes.length, 0xff), tail]).toString("base64");
        const [left = "", right = ""] = shown.split(MASK);
        expect([before, after, other.startsWith(left), other.endsWith(right)]).toEqual([before, after, true, true]);
      }
    }
  });

  it("of bytes that are no text is found in bytes, in their encodings, and in a header's value", () => {
    const secret = Uint8Array.of(255, 254, 0, 1, 2, 3, 4);
    const redactor = redactorOf(secret);
    expect(textOf(redactor.bytes(Uint8Array.of(65, ...secret, 66)))).toBe(`A${MASK}B`);
    expect(redactor.text(Buffer.from(secret).toString("latin1"))).toBe(MASK);
    expect(redactor.text(Buffer.from(secret).toString("hex"))).toBe(MASK);
  });

  it("in UTF-8 is found in a header's value, which has one character for each byte", () => {
    expect(redactorOf("pässwörd").text(Buffer.from("pässwörd").toString("latin1"))).toBe(MASK);
  });

  it("of a few wide characters is found", () => {
    expect(redactorOf("日本").text("x日本x")).toBe(`x${MASK}x`);
    expect(textOf(redactorOf("🦀🦀").bytes(bytesOf("🦀🦀 🦀")))).toBe(`${MASK} 🦀`);
  });

  it("that stands in another, or overlaps with it, leaves nothing of either", () => {
    const redactor = redactorOf("password", "password-123456", "123456789");
    expect(redactor.text("a password-123456 b")).toBe("a «secret db2» b");
    expect(redactor.text("password-123456789!")).toMatch(/^«secret db2?»!$/);
    expect(redactor.text("passwordpassword")).toBe(`${MASK}${MASK}`);
  });

  it("of fewer than six bytes is not looked for", () => {
    expect(Redactor.of([{ name: "pin", bytes: bytesOf("12345") }])).toBeUndefined();
    expect(redactorOf("123456").text("12345 123456")).toBe(`12345 ${MASK}`);
  });

  it("is masked wherever it stands in a value, which stays as it was", () => {
    const redactor = redactorOf(SECRET);
    class Handle {
      readonly label = SECRET;
    }
    const handle = new Handle();
    const value = {
      a: [SECRET, 1n, { tag: "x", val: bytesOf(SECRET) }],
      b: "clean",
      c: handle,
      d: [...bytesOf(SECRET)],
    };
    const copy = structuredClone({ ...value, c: undefined });
    expect(redactValue(value, redactor)).toEqual({
      a: [MASK, 1n, { tag: "x", val: bytesOf(MASK) }],
      b: "clean",
      c: handle,
      d: MASK,
    });
    expect({ ...value, c: undefined }).toEqual(copy);
  });

  it("costs what holds none no copy", () => {
    const redactor = redactorOf(SECRET);
    const value = { a: ["text", bytesOf("bytes"), [1, 2, 3]], b: { c: undefined } };
    expect(redactValue(value, redactor)).toBe(value);
  });
});

describe("a stream of chunks", () => {
  it.each(FORMS)("shows nothing of a secret, wherever it is cut: as %s in %s", (form, written) => {
    const bytes = bytesOf(`<${written}>`);
    for (let cut = 1; cut < bytes.length; cut++) {
      const found: string[] = [];
      const stream = redactorOf(SECRET).stream();
      const onFound = (name: string, how: string) => found.push(`${name} ${how}`);
      const shown = [bytes.slice(0, cut), bytes.slice(cut), bytesOf(" end")].map((part) => stream.next(part, onFound));
      const text = textOf(Buffer.concat(shown));
      expect([cut, found]).toEqual([cut, [`db ${form}`]]);
      expect([cut, leftovers(text)]).toEqual([cut, []]);
      expect(text.endsWith(" end")).toBe(true);
    }
  });

  it("of single bytes finds it, and shows two of them at most", () => {
    const found: string[] = [];
    const stream = redactorOf("hunter2hunter2").stream();
    const shown = [...bytesOf("say hunter2hunter2 !")].map((byte) =>
      textOf(stream.next(Uint8Array.of(byte), (name) => found.push(name))),
    );
    expect(found).toEqual(["db"]);
    expect(shown.join("").replaceAll(/(?:«secret db»)+/g, "*")).toBe("say hu* !");
  });

  it("masks an end that a secret may go on from, and shows what follows when it did not", () => {
    const stream = redactorOf("hunter2hunter2").stream();
    expect(textOf(stream.next(bytesOf("the hunter")))).toBe(`the ${MASK}`);
    expect(textOf(stream.next(bytesOf("s came")))).toBe("s came");
    expect(textOf(stream.next(bytesOf("ah")))).toBe("ah");
  });

  it("does not keep the bytes it was given", () => {
    const stream = redactorOf("hunter2hunter2").stream();
    const chunk = bytesOf("hunter2");
    stream.next(chunk);
    chunk.fill(0);
    const found: string[] = [];
    stream.next(bytesOf("hunter2"), (name) => found.push(name));
    expect(found).toEqual(["db"]);
  });
});

it("bytes that were cut do not end in the beginning of a secret", () => {
  const redactor = redactorOf("hunter2hunter2");
  expect(textOf(redactor.bytes(bytesOf("it is hunter2hun"), undefined, true))).toBe(`it is ${MASK}`);
  expect(textOf(redactor.bytes(bytesOf("it is hunter2hun")))).toBe("it is hunter2hun");
});

it("the scanner finds what a plain search finds", () => {
  let state = 12345;
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  for (let round = 0; round < 300; round++) {
    const letters = 2 + random(3);
    const word = (length: number) => Uint8Array.from({ length }, () => 97 + random(letters));
    const patterns = Array.from({ length: 1 + random(5) }, () => word(2 + random(6)));
    const text = word(random(120));
    const expected = [];
    for (let start = 0; start < text.length; start++) {
      for (const [pattern, bytes] of patterns.entries()) {
        const end = start + bytes.length;
        if (end <= text.length && Buffer.compare(text.subarray(start, end), bytes) === 0)
          expected.push(`${start} ${end} ${pattern}`);
      }
    }
    const found = byteScanner(patterns).find(text) ?? [];
    expect(found.map(({ start, end, pattern }) => `${start} ${end} ${pattern}`).toSorted()).toEqual(
      expected.toSorted(),
    );
  }
});

/** Forms of the secret that are still there, and pieces of it. */
function leftovers(text: string): readonly string[] {
  const piece = SECRET.slice(-7);
  return [...FORMS.map(([, written]) => written), SECRET.slice(0, 6), piece, Buffer.from(piece).toString("hex")].filter(
    (form) => text.includes(form),
  );
}

import { expect, test } from "vitest";
import { decodeComponent } from "./decode-component.ts";
import { planImports } from "./plan-imports.ts";
import { dummyComponent } from "./test-components.ts";
import { instantiate } from "./test-echo.ts";

const wit = `package demo:app;
package wasi:logging { interface logging { log: func(text: string); } }
package wasi:logging@0.1.0-draft { interface logging { log: func(text: string); } }
package demo:bus@1.0.0 { interface lattice { resource call-target { constructor(a: string); } link: func(t: list<call-target>); } }
package demo:bus@2.0.0 {
  interface lattice { resource call-target { constructor(a: string); } link: func(t: list<call-target>) -> result<_, string>; }
  interface names {
    use lattice.{call-target};
    resource HTTP-fields2 { constructor(); list-keys: func() -> list<string>; delete: static func(key: string); }
    resource secret;
    type password = secret;
    get-http2-v1: func() -> secret;
    show: func(secret: borrow<secret>, target: borrow<call-target>, fields: borrow<HTTP-fields2>);
    change: func(old: password) -> password;
    delete: func();
    %constructor: func();
  }
}
world app {
  import wasi:logging/logging;
  import wasi:logging/logging@0.1.0-draft;
  import demo:bus/lattice@1.0.0;
  import demo:bus/lattice@2.0.0;
  import demo:bus/names@2.0.0;
  import inline-thing: interface { ping-pong: func(); }
  import log-it: func(s: string) -> u32;
  resource own-thing { constructor(x: u32); do-it: func(); make: static func() -> own-thing; }
  import use-it: func(o: own-thing) -> u32;
  export run: func();
}`;

/** Everything that jco's code reads of its import object, as `key member`. */
async function readMembers(component: Uint8Array): Promise<{ read: Set<string>; code: string }> {
  const read = new Set<string>();
  const moduleOf = (key: string): object =>
    new Proxy({}, { get: (_target, member) => (read.add(`${key} ${String(member)}`), class Anything {}) });
  const imports = new Proxy({}, { get: (_target, key) => moduleOf(String(key)) });
  const { code } = await instantiate(component, decodeComponent(component), imports);
  return { read, code };
}

test("the plan gives jco's code every key and member it reads, each version under a key of its own", async () => {
  const component = await dummyComponent(wit, "demo:app/app");
  const plan = planImports(decodeComponent(component), new Map());
  const { read, code } = await readMembers(component);

  const planned = plan.imports.flatMap(({ key, functions, resources }) => [
    ...functions.map((fn) => `${key} ${fn.resource ?? fn.member}`),
    ...resources.map((resource) => `${key} ${resource}`),
  ]);
  expect(new Set(planned)).toEqual(read);
  for (const { resource, kind, member } of plan.imports.flatMap((one) => one.functions)) {
    const name = resource === "default" ? "OwnThing" : resource;
    const calls = { function: "", method: `.${member}(`, static: `${name}.${member}(`, constructor: `new ${name}(` };
    expect(code).toContain(calls[kind]);
  }
});

test("functions are numbered from 1 in the order of the imports, with WIT names for the record", async () => {
  const offers = new Map([["demo:bus/names@2.0.0", { package: "demo:bus", module: "names" }]]);
  const plan = planImports(decodeComponent(await dummyComponent(wit, "demo:app/app")), offers);
  expect(plan.functions[0]).toEqual({ interface: "", function: "instantiate", params: [] });
  expect(plan.imports.flatMap((one) => one.functions.map((fn) => fn.fn))).toEqual(
    Array.from({ length: plan.functions.length - 1 }, (_, index) => index + 1),
  );
  const names = plan.imports.find((one) => one.name === "demo:bus/names@2.0.0");
  expect(names).toMatchObject({
    key: "demo:bus/names@2.0.0",
    offer: { package: "demo:bus", module: "names" },
    resources: ["HttpFields2", "Secret"],
  });
  expect(names?.functions.map((fn) => [plan.functions[fn.fn], fn.kind, fn.resource, fn.member])).toEqual([
    [recorded("HTTP-fields2.constructor"), "constructor", "HttpFields2", "constructor"],
    [recorded("HTTP-fields2.list-keys", "self"), "method", "HttpFields2", "listKeys"],
    [recorded("HTTP-fields2.delete", "key"), "static", "HttpFields2", "delete"],
    [recorded("get-http2-v1"), "function", undefined, "getHttp2V1"],
    [recorded("show", "secret", "target", "fields"), "function", undefined, "show"],
    [recorded("change", "old"), "function", undefined, "change"],
    [recorded("delete"), "function", undefined, "delete"],
    [recorded("constructor"), "function", undefined, "constructor"],
  ]);
});

function recorded(name: string, ...params: readonly string[]): object {
  return { interface: "demo:bus/names@2.0.0", function: name, params };
}

test("an import that nobody offers is planned without an offer", async () => {
  const plan = planImports(decodeComponent(await dummyComponent(wit, "demo:app/app")), new Map());
  expect(plan.imports.filter((one) => one.offer !== undefined)).toEqual([]);
});

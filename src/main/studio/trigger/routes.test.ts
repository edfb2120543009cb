import { expect, test } from "vitest";
import { RouteTable } from "./routes.ts";

test("the longest route that holds a path answers it, and routes are cut at slashes", () => {
  const table = new RouteTable([
    { path: "/", component: "web" },
    { path: "/api", component: "api" },
    { path: "/api/v2/", component: "next" },
  ]);
  const paths = ["/", "/apix", "/api", "/api?x=/api/v2", "/api/v1", "/api/v2", "/api/v2/x", "*", ""];
  expect(paths.map((path) => table.find(path))).toEqual([
    "web",
    "web",
    "api",
    "api",
    "api",
    "next",
    "next",
    "web",
    "web",
  ]);
});

test("a path outside every route has no component", () => {
  const table = new RouteTable([{ path: "/api", component: "api" }]);
  expect([table.find("/"), table.find("/ap"), table.find("/API"), table.describe()]).toEqual([
    undefined,
    undefined,
    undefined,
    "/api → api",
  ]);
  expect(new RouteTable([]).describe()).toBe("no routes");
});

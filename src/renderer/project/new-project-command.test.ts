import { expect, it } from "vitest";
import { newProjectCommand } from "./new-project-command.ts";

it("names the project only where its folder does not", () => {
  expect(newProjectCommand({ template: "function", name: "my-shop", folder: "my-shop" })).toBe(
    "vitrine new my-shop --template function\nvitrine serve my-shop",
  );
  expect(newProjectCommand({ template: "function", name: "My; Shop", folder: "my-shop" })).toBe(
    "vitrine new my-shop --template function --name 'My; Shop'\nvitrine serve my-shop",
  );
});

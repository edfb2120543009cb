import type { DeskStore } from "../project/desk-store.ts";
import { givenFile } from "./given-file.ts";

/** The way for keys to what a drop does: the browser's own dialog for a file. */
export function chooseComponent(desk: DeskStore): void {
  const field = document.createElement("input");
  field.type = "file";
  field.accept = ".wasm,application/wasm";
  field.addEventListener("change", () => {
    const file = field.files?.[0];
    if (file !== undefined) void desk.inspect(givenFile(file));
  });
  field.click();
}

import type { GivenFile } from "../project/desk-store.ts";

/** Of what was dropped, the one to look at: the first component or folder, else whatever came first. */
export function givenFrom(items: DataTransferItemList): GivenFile | undefined {
  const dropped = [...items].flatMap((item) => {
    const file = item.kind === "file" ? item.getAsFile() : null;
    // Only asked during the event: afterwards an item is empty.
    const isFolder = item.kind === "file" && item.webkitGetAsEntry()?.isDirectory === true;
    return file === null ? [] : [{ name: file.name, size: file.size, isFolder, file }];
  });
  const chosen = dropped.find(({ name, isFolder }) => isFolder || isComponent(name)) ?? dropped[0];
  return chosen === undefined ? undefined : { ...chosen, others: dropped.length - 1 };
}

/** Of what was chosen in a file field. */
export function givenFile(file: File): GivenFile {
  return { name: file.name, size: file.size, isFolder: false, file, others: 0 };
}

function isComponent(name: string): boolean {
  return name.toLowerCase().endsWith(".wasm");
}

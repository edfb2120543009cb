/** A file to upload, by the name it gets in its folder: `logo.png`, or `icons/logo.png` from a folder that was dropped. */
export interface GivenFile {
  readonly name: string;
  readonly file: File;
}

/** The browser's own dialog. Resolves with nothing when a person changes their mind. */
export function chooseFiles(multiple = true): Promise<readonly GivenFile[]> {
  const field = document.createElement("input");
  field.type = "file";
  field.multiple = multiple;
  return new Promise((resolve) => {
    field.addEventListener("change", () =>
      resolve([...(field.files ?? [])].map((file) => ({ name: file.name, file }))),
    );
    field.addEventListener("cancel", () => resolve([]));
    field.click();
  });
}

/** All files that were dropped, and those in dropped folders. Call it during the event: afterwards items are empty. */
export function droppedFiles(items: DataTransferItemList): Promise<readonly GivenFile[]> {
  const dropped = [...items]
    .filter((item) => item.kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const all = dropped.map(({ entry, file }) => {
    // A file without an entry comes from a page, not from a disk.
    if (entry === null) return Promise.resolve(file === null ? [] : [{ name: file.name, file }]);
    return filesIn(entry, "");
  });
  return Promise.all(all).then((found) => found.flat());
}

async function filesIn(entry: FileSystemEntry, folder: string): Promise<readonly GivenFile[]> {
  const name = folder + entry.name;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ name, file }];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const found: GivenFile[] = [];
  for (;;) {
    // A folder gives its entries in parts; an empty one is the last.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return found;
    for (const each of part) found.push(...(await filesIn(each, `${name}/`)));
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** A project folder of its own, gone with the test. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export class TempProject implements Disposable {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "vitrine-project-")));

  /** @param files by path inside the folder */
  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [path, content] of Object.entries(files)) this.write(path, content);
  }

  path(inside: string): string {
    return join(this.root, inside);
  }

  write(inside: string, content: string | Uint8Array): string {
    const path = this.path(inside);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

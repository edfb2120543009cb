import { expect, it } from "vitest";
import { editorUrl } from "./editor-link.ts";

it("leads to a line of a file of the folder, or of an absolute path", () => {
  expect([
    editorUrl("vscode", "/home/me/shop", "src/lib.rs:41:7"),
    editorUrl("vscode", "/home/me/shop", "./main.go:12"),
    editorUrl("zed", "/home/me/shop", "/usr/lib/x.rs:3:1"),
    editorUrl("cursor", "/home/me/shop", "vitrine.jsonc"),
  ]).toEqual([
    "vscode://file/home/me/shop/src/lib.rs:41:7",
    "vscode://file/home/me/shop/main.go:12:1",
    "zed://file/usr/lib/x.rs:3:1",
    "cursor://file/home/me/shop/vitrine.jsonc:1:1",
  ]);
});

it("takes paths of Windows, and names that mean something in an address", () => {
  expect([
    editorUrl("vscode", "C:\\work\\shop", "src\\lib.rs:1:2"),
    editorUrl("idea", "/a b/#1", "x&y=?.rs:5:6"),
  ]).toEqual([
    "vscode://file/C:/work/shop/src/lib.rs:1:2",
    "idea://open?file=/a%20b/%231/x%26y%3D%3F.rs&line=5&column=6",
  ]);
});

it("names no other machine, whatever a build prints", () => {
  expect([
    editorUrl("vscode", "/shop", "//evil/share/a.rs:1"),
    editorUrl("zed", "C:\\shop", "\\\\evil\\a.rs:1"),
  ]).toEqual(["vscode://file/evil/share/a.rs:1:1", "zed://file/evil/a.rs:1:1"]);
});

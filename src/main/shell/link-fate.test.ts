import { expect, test } from "vitest";

import { linkFate } from "./link-fate.ts";

test.each([
  ["http://127.0.0.1:8000/", "open"],
  ["http://localhost:8000/entries?x=1", "open"],
  ["http://[::1]:8000/", "open"],
  ["https://github.com/x", "open"],
  ["http://github.com/x", "ask"],
  ["https://github.com.evil.example/", "ask"],
  ["http://127.0.0.1.evil.example/", "ask"],
  ["https://user:word@github.com/", "refuse"],
  ["http://x@127.0.0.1:8000/", "refuse"],
  ["vscode://file/home/me/src/lib.rs:3:7", "open"],
  ["idea://open?file=/home/me/src/lib.rs&line=3", "open"],
  ["vscode://publisher.extension/do", "refuse"],
  ["vscode://file//server/share/x.rs:1:1", "refuse"],
  ["vscode://x@file/home/me/src/lib.rs", "refuse"],
  ["file:///etc/passwd", "refuse"],
  ["javascript:alert(1)", "refuse"],
  ["smb://server/share", "refuse"],
  ["ms-settings:privacy", "refuse"],
])("a link to %s: %s", (url, fate) => {
  expect(linkFate(new URL(url))).toBe(fate);
});

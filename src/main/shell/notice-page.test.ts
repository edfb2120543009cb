import { expect, test } from "vitest";

import { noticeAction, noticePage } from "./notice-page.ts";
import { stopNotice, WELCOME } from "./notices.ts";

test("text of a project or an error cannot become markup", () => {
  const stop = { kind: "crashed", code: 1, lastWords: '<script>"&' } as const;
  const page = noticePage(stopNotice('/tmp/<img src=x onerror="1">', stop));
  expect(page).not.toMatch(/<img|<script/);
  expect(page).toContain("&#60;script&#62;&#34;&#38;");
});

test("a project that does not open says why and offers to try again", () => {
  const error = { code: "store-locked", message: "Another studio hosts this project." } as const;
  const page = noticePage(stopNotice("/p", { kind: "failed", error }));
  expect(page).toContain("Another studio hosts this project.\n/p");
  expect(page).toContain('<a href="app://vitrine/notice/restart">Try again</a>');
});

test("a path that the reason names stands there once", () => {
  const error = { code: "project-not-found", message: "/p/q cannot be opened: nothing is there." } as const;
  const page = noticePage(stopNotice("/p/q", { kind: "failed", error }));
  expect(page.split("/p/q").length - 1).toBe(1);
});

test("without details there is no empty box", () => {
  expect(noticePage(WELCOME)).not.toContain("<pre");
});

test.each([
  ["app://vitrine/notice/open", "open"],
  ["app://vitrine/notice/restart", "restart"],
  ["app://vitrine/notice/quit", "quit"],
  ["app://vitrine/notice/other", undefined],
  ["app://vitrine/notice", undefined],
  ["http://vitrine/notice/open", undefined],
  ["app://other/notice/open", undefined],
])("%s is the action %s", (url, action) => {
  expect(noticeAction(url)).toBe(action);
});

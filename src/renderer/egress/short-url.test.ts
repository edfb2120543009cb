import { expect, it } from "vitest";

import { shortUrl } from "./short-url.ts";

it("leaves an address that fits as it is", () => {
  const url = `https://a.example/${"p".repeat(100)}`;
  expect(shortUrl(url)).toBe(url);
});

it("cuts a long path in its middle, and keeps where it leads whole however long that is", () => {
  const short = shortUrl(`https://a.example/${"p".repeat(500)}?last=1`);
  expect(short).toMatch(/^https:\/\/a\.example\/p+…p+\?last=1$/);
  expect(short).toHaveLength(121);
  const origin = `https://${"very-".repeat(40)}long.example:8443`;
  expect(shortUrl(`${origin}/${"p".repeat(500)}`)).toBe(`${origin}…${"p".repeat(30)}`);
});

it("does not tear a character apart", () => {
  expect(shortUrl(`https://a.example/${"🙂".repeat(300)}`)).toMatch(/^https:\/\/a\.example\/(?:🙂)+…(?:🙂)+$/u);
});

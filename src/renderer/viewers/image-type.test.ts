import { expect, it } from "vitest";
import { detectViewer, possibleViewers } from "./detect-viewer.ts";
import { imageType } from "./image-type.ts";

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const PNG = bytesOf(
  "\u0089PNG\r\n\u001A\n\0\0\0\rIHDR\0\0\0\u0001\0\0\0\u0001\u0008\u0006\0\0\0\u001F\u0015\u00C4\u0089",
);

it.each([
  ["a PNG with its header", PNG, "image/png"],
  ["the start of a PNG's header", PNG.subarray(0, 18), undefined],
  ["a JPEG", bytesOf("\u00FF\u00D8\u00FF\u00E0\0\u0010JFIF"), "image/jpeg"],
  ["a GIF", bytesOf("GIF89a\u0001\0\u0001\0"), "image/gif"],
  ["a WebP", bytesOf("RIFF\u0024\0\0\0WEBPVP8 "), "image/webp"],
  ["a sound in the same wrapper", bytesOf("RIFF\u0024\0\0\0WAVEfmt "), undefined],
  ["an SVG", bytesOf('<svg xmlns="http://www.w3.org/2000/svg"/>'), "image/svg+xml"],
  ["an SVG with a preamble", bytesOf('<?xml version="1.0"?>\n<!-- made by hand -->\n<svg>'), "image/svg+xml"],
  ["a text about SVG", bytesOf("A <svg> is a picture."), undefined],
  ["nothing", new Uint8Array(), undefined],
])("knows %s", (_, bytes, type) => {
  expect(imageType(bytes)).toBe(type);
});

it("shows a picture when all of it is here, and its bytes else", () => {
  expect([
    detectViewer({ kept: PNG, total: PNG.length }),
    detectViewer({ kept: PNG, total: 9999 }),
    possibleViewers({ kept: PNG, total: 9999 }).has("image"),
  ]).toEqual(["image", "hex", false]);
});

it("offers the text of an SVG beside the picture", () => {
  const svg = bytesOf("<svg/>");
  expect([...possibleViewers({ kept: svg, total: svg.length })].toSorted()).toEqual(["hex", "image", "text"]);
});

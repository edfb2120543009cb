import { decodeUtf8, wholeCharacters } from "./utf8.ts";

const MAX_HEAD_CHARS = 1000;

/**
 * The media type of a picture that browsers draw, by how it begins; undefined for all else. An SVG is drawn as an image,
 * where scripts in it do not run and nothing is fetched.
 */
export function imageType(bytes: Uint8Array): string | undefined {
  const latin1 = String.fromCharCode(...bytes.subarray(0, 33));
  if (latin1.startsWith("\u0089PNG\r\n\u001A\n") && latin1.slice(12, 16) === "IHDR" && latin1.length === 33) {
    return "image/png";
  }
  if (latin1.startsWith("\u00FF\u00D8\u00FF")) return "image/jpeg";
  if (/^GIF8[79]a/.test(latin1)) return "image/gif";
  if (/^RIFF....WEBPVP8/s.test(latin1)) return "image/webp";
  if (/^....ftypavi[fs]/s.test(latin1)) return "image/avif";
  if (latin1.startsWith("\0\0\u0001\0") && latin1.length > 22) return "image/x-icon";
  return isSvg(bytes) ? "image/svg+xml" : undefined;
}

function isSvg(bytes: Uint8Array): boolean {
  const text = decodeUtf8(wholeCharacters(bytes.subarray(0, MAX_HEAD_CHARS)));
  return (
    text !== undefined && /^\uFEFF?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s/>]/is.test(text)
  );
}

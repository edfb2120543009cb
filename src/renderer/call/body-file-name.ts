import type { HttpReplyView } from "../../shared/contract.ts";

const EXTENSIONS: Readonly<Record<string, string>> = {
  "text/plain": "txt",
  "text/html": "html",
  "text/css": "css",
  "text/csv": "csv",
  "application/json": "json",
  "application/xml": "xml",
  "application/pdf": "pdf",
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/svg+xml": "svg",
};

/** The last part of the path, with the extension of what came where it has none: `/cards/7?x=1` is `7.json`. */
export function bodyFileName(target: string, headers: HttpReplyView["headers"]): string {
  const [path = ""] = target.split(/[?#]/);
  const last = path.split("/").findLast((part) => part !== "") ?? "response";
  if (/\.\w+$/.test(last)) return last;
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  const extension =
    EXTENSIONS[type.split(";")[0]?.trim().toLowerCase() ?? ""] ?? (type.includes("+json") ? "json" : "bin");
  return `${last}.${extension}`;
}

/** Documentation that the page links to. */
const DOCUMENTATION: ReadonlySet<string> = new Set([
  "component-model.bytecodealliance.org",
  "github.com",
  "wasi.dev",
  "wasmcloud.com",
]);
/** Where the project's own components answer. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Editors that a place in a file is opened with, by the first part of their addresses; two slashes would name a machine. */
const EDITORS = /^(?:(?:vscode|cursor|zed):\/\/file\/(?!\/)|idea:\/\/open\?file=\/(?!\/))/;

/** Where a link may lead: at once, after a question because a component may have printed it, or nowhere. */
export function linkFate(url: URL): "open" | "ask" | "refuse" {
  if (EDITORS.test(url.href)) return "open";
  const web = url.protocol === "https:" || url.protocol === "http:";
  if (!web || url.username !== "" || url.password !== "") return "refuse";
  if (LOOPBACK.test(url.hostname)) return "open";
  return url.protocol === "https:" && DOCUMENTATION.has(url.hostname) ? "open" : "ask";
}

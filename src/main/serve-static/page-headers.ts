/** Headers of every page and asset, whoever serves it: the shell's scheme or the loopback server. */
export function pageHeaders(connect: readonly string[] = []): Readonly<Record<string, string>> {
  return {
    "content-security-policy": contentSecurityPolicy(connect),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}

/** `connect` adds sources to `connect-src`: where `'self'` does not cover the WebSocket in every browser. */
function contentSecurityPolicy(connect: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // Widgets and the editor set inline styles; scripts never are inline.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...connect].join(" "),
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join("; ");
}

/** Which addresses are ours. Everything else is denied. */

export const APP_SCHEME = "app";
export const APP_HOST = "vitrine";
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const APP_URL = `${APP_ORIGIN}/index.html`;
/** The page the shell draws itself: no project yet, or a studio that does not run. */
export const NOTICE_URL = `${APP_ORIGIN}/notice`;

/** The page's scheme, and at most two loopback origins: Vite's server while developing, the studio's own as fallback. */
export class TrustedOrigins {
  readonly #dev: string | undefined;
  #served: string | undefined;

  /** `devUrl` is Vite's address; only an app that is not packaged passes one. */
  constructor(devUrl?: string) {
    this.#dev = devUrl === undefined ? undefined : URL.parse(devUrl)?.origin;
  }

  /** Lets in exactly this origin, in place of the one before. */
  trustServed(url: string): void {
    this.#served = new URL(url).origin;
  }

  forgetServed(): void {
    this.#served = undefined;
  }

  /** May the window show this address? */
  isPage(raw: string): boolean {
    const url = URL.parse(raw);
    if (url === null) return false;
    // Node's URL says origin "null" for a scheme it does not know: compare the parts.
    if (url.protocol === `${APP_SCHEME}:`) return url.host === APP_HOST;
    return url.protocol === "http:" && (url.origin === this.#dev || url.origin === this.#served);
  }

  /** May the page load this? Its own origin with the WebSocket beside it, and data that never left the page. */
  isRequest(raw: string): boolean {
    const url = URL.parse(raw);
    if (url === null) return false;
    if (url.protocol === "data:" || url.protocol === "blob:" || url.protocol === "devtools:") return true;
    return this.isPage(raw) || (url.protocol === "ws:" && this.isPage(raw.replace(/^ws/i, "http")));
  }

  /** May a frame of this origin call the shell? `origin` is Chromium's: `app://vitrine`. The served page may not. */
  isCaller(origin: string): boolean {
    return origin === APP_ORIGIN || (this.#dev !== undefined && origin === this.#dev);
  }
}

import type { ITheme } from "@xterm/xterm";

/** Where each color of a terminal comes from: the name of a design token. */
const tokens = {
  background: "--shelf",
  foreground: "--ink",
  cursor: "--ink",
  cursorAccent: "--shelf",
  scrollbarSliderBackground: "--line",
  scrollbarSliderHoverBackground: "--line-strong",
  scrollbarSliderActiveBackground: "--line-strong",
  black: "--ansi-black",
  red: "--ansi-red",
  green: "--ansi-green",
  yellow: "--ansi-yellow",
  blue: "--ansi-blue",
  magenta: "--ansi-magenta",
  cyan: "--ansi-cyan",
  white: "--ansi-white",
  brightBlack: "--ansi-bright-black",
  brightRed: "--ansi-bright-red",
  brightGreen: "--ansi-bright-green",
  brightYellow: "--ansi-bright-yellow",
  brightBlue: "--ansi-bright-blue",
  brightMagenta: "--ansi-bright-magenta",
  brightCyan: "--ansi-bright-cyan",
  brightWhite: "--ansi-bright-white",
} as const satisfies Partial<Record<keyof ITheme, string>>;

/** The tokens as the terminal wants them: it draws with fixed colors and knows nothing of `light-dark()`. */
export function terminalTheme(): ITheme {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const resolved = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colors = Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, resolved(token)]));
  const accent = resolved("--accent");
  probe.remove();
  return {
    ...colors,
    selectionBackground: translucent(accent, 0.32),
    selectionInactiveBackground: translucent(accent, 0.2),
  };
}

/** Calls back whenever the page changes between light and dark, by choice or with the system. */
export function onSchemeChange(listener: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", listener);
  const chosen = new MutationObserver(listener);
  chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    system.removeEventListener("change", listener);
    chosen.disconnect();
  };
}

/** `rgb(1, 2, 3)` with an alpha. */
function translucent(rgb: string, alpha: number): string {
  const parts = rgb.match(/[\d.]+/g)?.slice(0, 3) ?? ["0", "0", "0"];
  return `rgba(${parts.join(", ")}, ${alpha})`;
}

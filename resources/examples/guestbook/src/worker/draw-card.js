import { get } from "wasi:config/store@0.2.0-draft";

const WIDTH = 480;
const LINE = 26;
const CHARACTERS = 42;

/** The entry as SVG. Its color comes from the signature, so a changed text or another key looks different. */
export function drawCard({ name, text, at }, signature) {
  const lines = wrap(text);
  const height = 110 + lines.length * LINE;
  const { paper, edge, seal, meta } = signature === undefined ? UNSIGNED : signedLook(signature);
  const written = lines.map((line, index) => `<tspan x="28" y="${48 + index * LINE}">${escape(line)}</tspan>`);
  const below = escape(`${get("title") ?? "Guestbook"}, ${at.slice(0, 10)}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">
  <title>${escape(`${name}: ${text}`)}</title>
  <metadata>${meta}</metadata>
  <rect x="1" y="1" width="${WIDTH - 2}" height="${height - 2}" rx="14" fill="${paper}" stroke="${edge}" stroke-width="2"/>
  <text font-family="Georgia, serif" font-size="20" fill="#222222">${written.join("")}</text>
  <g font-family="sans-serif" font-size="11" fill="#555555">
    <text x="28" y="${height - 34}" font-size="15" font-weight="bold" fill="${edge}">${escape(name)}</text>
    <text x="28" y="${height - 14}">${below}</text>
    <text x="${WIDTH - 28}" y="${height - 14}" text-anchor="end" font-family="monospace">${seal}</text>
  </g>
</svg>
`;
}

const UNSIGNED = { paper: "#eeeeee", edge: "#666666", seal: "not signed", meta: "not signed" };

function signedLook(signature) {
  const hue = Number.parseInt(signature.slice(0, 4), 16) % 360;
  return {
    paper: `hsl(${hue} 60% 94%)`,
    edge: `hsl(${hue} 60% 32%)`,
    seal: `signed ${signature.slice(0, 16)}`,
    meta: `hmac-sha-256 ${signature}`,
  };
}

/** At spaces; a word that is too long for a line is cut. */
function wrap(text) {
  const pieces = text.split(/\s+/u).flatMap((word) => word.match(new RegExp(`.{1,${CHARACTERS}}`, "gu")) ?? []);
  const lines = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + piece.length <= CHARACTERS)
      lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(piece);
  }
  return lines;
}

const NAMES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Control characters may not stand in XML at all. */
function escape(text) {
  return text.replace(/[\u0000-\u001f\u007f]/g, " ").replace(/[&<>"']/g, (character) => NAMES[character]);
}

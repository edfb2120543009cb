// The page, as text. Whatever a visitor wrote goes through `escape`.

/** `cards`: names of the cards that are there; an entry without one is shown as text. */
export function page({ title, accent, visits, entries, cards, limits }) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="data:,">
    <title>${escape(title)}</title>
    <style>
      :root { color-scheme: light dark; --accent: ${color(accent)}; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { margin: 0; }
      h1 + p { margin-top: 0; opacity: 0.75; }
      form { display: grid; gap: 0.5rem; margin: 1.5rem 0; }
      input, textarea, button { font: inherit; padding: 0.5rem; border-radius: 0.4rem; border: 1px solid #888888; }
      button { justify-self: start; padding-inline: 1.2rem; background: var(--accent); border: 0; color: white; }
      ol { list-style: none; padding: 0; display: grid; gap: 1rem; }
      li img { display: block; max-width: 100%; }
      blockquote { margin: 0; padding: 0.75rem 1rem; border: 1px dashed #888888; border-radius: 0.6rem; overflow-wrap: anywhere; }
      footer { font-size: 0.85rem; opacity: 0.75; }
    </style>
  </head>
  <body>
    <h1>${escape(title)}</h1>
    <p>Visit number ${visits}.</p>
    <form method="post" action="/entries">
      <label for="name">Your name</label>
      <input id="name" name="name" required maxlength="${limits.name}" autocomplete="name">
      <label for="text">What you want to say</label>
      <textarea id="text" name="text" required maxlength="${limits.text}" rows="3"></textarea>
      <button>Sign the guestbook</button>
    </form>
    <ol aria-label="Entries">${entries.map((entry) => `\n      <li>${shown(entry, cards)}</li>`).join("")}
    </ol>
  </body>
</html>
`;
}

function shown({ key, name, text }, cards) {
  const words = escape(`${name}: ${text}`);
  if (cards.has(`${key}.svg`)) return `<img src="/cards/${key}.svg" alt="${words}">`;
  return `<blockquote>${words}<footer>Its card is being drawn: load the page again.</footer></blockquote>`;
}

/** Configuration is text from elsewhere, too. */
function color(text) {
  return /^#[0-9a-f]{6}$/i.test(text) ? text : "#444444";
}

const NAMES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escape(text) {
  return text.replace(/[&<>"']/g, (character) => NAMES[character]);
}

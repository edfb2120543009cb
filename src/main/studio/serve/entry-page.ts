/** The page without a session: it buys one with the token in the link, or says where to find the link. */

export const ENTRY_SCRIPT_PATH = "/session.js";

// A script file and not inline: the same content security policy holds for this page.
export const ENTRY_SCRIPT = `const say = (text) => { document.getElementById("message").textContent = text; };
const token = /(?:^#|&)t=([^&]+)/.exec(location.hash)?.[1];
if (token === undefined) {
  say("This page needs the link that Vitrine printed in its terminal when it started. It ends with #t= and a token: open the whole of it.");
} else {
  history.replaceState(null, "", location.pathname);
  fetch("/session", { method: "POST", headers: { "x-vitrine-token": decodeURIComponent(token) } }).then(
    (reply) => {
      if (reply.ok) location.replace("/");
      else say("This link is of an earlier start. Open the one that Vitrine printed when it started last.");
    },
    () => say("Vitrine does not answer any more. Start it again and open the link that it prints."),
  );
}
`;

export const ENTRY_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Vitrine</title>
    <link rel="icon" href="data:,">
    <style>
      :root { color-scheme: light dark; background: light-dark(#f3f4f3, #131615); color: light-dark(#17201c, #e6ece9); }
      body { font: 13px/1.5 system-ui, sans-serif; max-width: 44ch; margin: 20vh auto; padding: 0 16px; }
      h1 { font-size: 20px; font-weight: 600; }
    </style>
  </head>
  <body>
    <main>
      <h1>Vitrine</h1>
      <p id="message" role="status">Opening the studio</p>
      <noscript><p>Vitrine needs scripts to be allowed for this page.</p></noscript>
    </main>
    <script type="module" src="${ENTRY_SCRIPT_PATH}"></script>
  </body>
</html>
`;

import { copyOfGuestbook } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

test("an entry in the guestbook leads through the request, the message, the card, both stores and the audit", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(copyOfGuestbook()));
  const { window } = studio;
  const { activity, blobs, call, keyvalue, links, messages, secrets } = window;
  await window.allReady();

  await window.go("HTTP");
  await call.compose("POST", "/entries");
  await call.addHeader("content-type", "application/json");
  await call.body.fill('{"name": "Edith", "text": "Hello from the composer"}');
  await call.send();
  await expect(call.status).toHaveText("201 Created");
  await expect(call.responseBody).toContainText("entry-000003");
  await call.seeInvocation();
  await expect(activity.span(/atomics\.increment/)).toContainText('"last-entry"');
  await expect(activity.span(/consumer\.publish/)).toBeVisible();
  // The worker's invocation, once it has ended.
  const worker = activity.rows("guestbook.new");
  await expect(activity.outcome(worker)).toHaveText("ok", { timeout: 60_000 });
  await picture(studio, "activity");

  await window.go("Messages");
  await messages.choose("guestbook.new");
  await expect(messages.body).toContainText("Hello from the composer");
  await expect(messages.deliveries).toHaveText([/worker.*guestbook\.>.*ok/]);
  await picture(studio, "message");

  await window.go("Blobs");
  await blobs.container("cards").click();
  await blobs.choose("entry-000003.svg");
  await expect(blobs.image).toBeVisible();
  await picture(studio, "card");

  await window.go("HTTP");
  await call.compose("GET", "/");
  await call.send();
  await expect(call.status).toHaveText("200 OK");
  await expect(call.responseBody).toContainText("Visit number 1.");
  await window.go("Key-value");
  await keyvalue.bucket("visits").click();
  await keyvalue.choose("page");
  await expect(keyvalue.value).toContainText("1");
  await picture(studio, "visits");
  await window.go("Links");
  const stats = links.link("api", "wasi:keyvalue/atomics", "stats");
  await expect(stats).toContainText("visits");
  await expect(links.calls(stats)).toHaveText("1");
  await picture(studio, "links");

  await window.go("Secrets");
  await expect(secrets.rows).toContainText([/Revealed.*card_key/, /Asked for.*card_key/]);
  await expect(secrets.leaks).toHaveCount(0);
  await picture(studio, "audit");
});

import { encode } from "@msgpack/msgpack";

import { graveFaults } from "./fixtures/grave-faults.ts";
import { orders } from "./fixtures/orders-project.ts";
import { putObject } from "./fixtures/put-object.ts";
import { expect, test } from "./fixtures/studio.ts";

/** {"id": 2^64-1, 1: "one", "1": 1.0, "when": 1(1363896240), "raw": h'dead'} */
const CBOR = Buffer.from(
  "a5626964" +
    "1bffffffffffffffff" +
    "01636f6e65" +
    "6131f93c00" +
    "647768656e" +
    "c11a514b67b0" +
    "63726177" +
    "42dead",
  "hex",
);

test("bodies in MessagePack and CBOR are shown as what they say, to the last digit, and what is broken says where", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(orders()));
  const { messages, page } = studio.window;
  await studio.window.allReady();
  const publish = (subject: string, body: Uint8Array) =>
    studio.api.publish({ backend: "messaging", subject, body: new Uint8Array(body) });
  const packed = encode({ big: 2n ** 63n, list: [1, -0.5, null], name: "crème" }, { useBigInt64: true });
  await publish("a.messagepack", packed);
  await publish("a.cbor", CBOR);
  await publish("a.broken", packed.subarray(0, packed.length - 2));
  await publish("a.deep", new Uint8Array(100_000).fill(0x81));
  await publish("a.text", new TextEncoder().encode('{"json": true}'));
  await studio.window.go("Messages");

  await messages.choose("a.messagepack");
  await expect(messages.shownAs("MsgPack")).toHaveAttribute("aria-pressed", "true");
  await expect(messages.values).toHaveText([
    "{3}",
    "big:9223372036854775808",
    "list:[3]",
    "0:1",
    "1:-0.5",
    "2:null",
    'name:"crème"',
  ]);
  await picture(studio, "messagepack");

  await messages.choose("a.cbor");
  await expect(messages.shownAs("CBOR")).toHaveAttribute("aria-pressed", "true");
  await expect(messages.values).toHaveText([
    "{5}",
    "id:18446744073709551615",
    '1:"one"',
    '"1":1.0',
    "when:tag 1 (2013-03-21T20:04:00Z) 1363896240",
    "raw:h'de ad'",
  ]);
  await picture(studio, "cbor");

  // Neither format by itself: a person may ask, and is told.
  await messages.choose("a.broken");
  await expect(messages.shownAs("Hex")).toHaveAttribute("aria-pressed", "true");
  await messages.shownAs("MsgPack").click();
  await expect(messages.body.getByRole("note")).toContainText(
    /Not one value of MessagePack\. At byte \d+: \d bytes should follow/,
  );
  await expect(messages.values.first()).toHaveText("{3}");
  await picture(studio, "broken");
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    expect([...(await graveFaults(page, scheme))]).toEqual([]);
  }
  await messages.choose("a.deep");
  await messages.shownAs("CBOR").click();
  await expect(messages.body.getByRole("note")).toContainText("nested more than 200 deep");

  await messages.choose("a.text");
  await expect(messages.shownAs("JSON")).toHaveAttribute("aria-pressed", "true");
  await expect(messages.shownAs("CBOR")).toHaveCount(0);
});

test("a key and an object in CBOR are shown so as well, and a key is edited as the bytes it is", async ({
  open,
  keep,
}) => {
  const studio = await open(await keep(orders()));
  const { blobs, keyvalue } = studio.window;
  await studio.window.allReady();
  const bytes = new Uint8Array(CBOR);
  await studio.api.setValue({ backend: "keyvalue", bucket: "packed", key: "map", value: bytes });
  await putObject(studio.api, { backend: "blobstore", container: "packed", name: "map.cbor" }, bytes);
  await studio.window.visit("/keyvalue/keyvalue/packed?key=map");
  await expect(keyvalue.value.getByRole("tree", { name: "CBOR" })).toContainText("18446744073709551615");
  await keyvalue.edit();
  await expect(keyvalue.editor).toContainText("a5 62 69 64 1b ff ff ff");
  await studio.window.visit("/blobs/blobstore/packed?object=map.cbor");
  await expect(blobs.preview.getByRole("tree", { name: "CBOR" })).toContainText("18446744073709551615");
});

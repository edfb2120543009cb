import { once } from "node:events";

/** Whoever read standard output left before the end, as in `vitrine state … get … | head`: nobody is left to tell. */
export class ReaderLeft extends Error {
  override readonly name = "ReaderLeft";
}

/** Writes to standard output as fast as its reader takes it. @throws ReaderLeft */
export async function send(part: string | Uint8Array): Promise<void> {
  if (!process.stdout.writable) throw new ReaderLeft();
  if (process.stdout.write(part)) return;
  try {
    await once(process.stdout, "drain");
  } catch (error) {
    throw new ReaderLeft("", { cause: error });
  }
}

/** `{…view, "base64": "…"}` and a line feed, however many bytes there are. */
export async function sendWithBase64(view: object, parts: AsyncIterable<Uint8Array>): Promise<void> {
  await send(`${JSON.stringify(view).slice(0, -1)},"base64":"`);
  let left = Buffer.alloc(0);
  for await (const part of parts) {
    // Three bytes make four characters; what is over waits for the next part.
    const all = Buffer.concat([left, part]);
    const whole = all.length - (all.length % 3);
    await send(all.toString("base64", 0, whole));
    left = all.subarray(whole);
  }
  await send(`${left.toString("base64")}"}\n`);
}

import { type StudioApi, VALUE_CHUNK_BYTES } from "../../shared/contract.ts";
import type { ValueView } from "../../shared/model.ts";
import { send, sendWithBase64 } from "./send.ts";
import { checkBackend, chooseBackend } from "./state-backend.ts";

export interface KeyvalueOptions {
  readonly json?: boolean;
  readonly backend?: string;
}

const PAGE = 1_000;

/** `vitrine state PATH kv …` */
export async function keyvalue(api: StudioApi, words: readonly string[], options: KeyvalueOptions): Promise<void> {
  const [verb = "", bucket, key = "", value] = words;
  if (bucket === undefined) return listBuckets(api, options);
  const backend = await backendOf(api, bucket, options.backend, verb === "set");
  switch (verb) {
    case "ls":
      return listKeys(api, backend, bucket, options);
    case "get":
      return getValue(api, { backend, bucket, key }, options);
    case "set": {
      const bytes = value === undefined ? await standardInput() : new TextEncoder().encode(value);
      const version = await api.setValue({ backend, bucket, key, value: bytes });
      return print(options, { version }, `set ${key} (${bytes.length} B)`);
    }
    case "mv": {
      const versions = await api.renameKey({ backend, bucket, key, to: value ?? "" });
      return print(options, { versions }, `renamed ${key} to ${value ?? ""}`);
    }
    default: {
      const keys = words.slice(2);
      const versions = await api.deleteKeys(backend, bucket, keys);
      return print(options, { deleted: versions.length }, `deleted ${versions.length} of ${keys.length}`);
    }
  }
}

async function backendOf(api: StudioApi, bucket: string, named: string | undefined, makes: boolean): Promise<string> {
  const buckets = await api.buckets();
  return chooseBackend(api, {
    kind: "keyvalue",
    named,
    place: `bucket ${JSON.stringify(bucket)}`,
    having: buckets.filter(({ name }) => name === bucket).map(({ backend }) => backend),
    holding: buckets.map(({ backend }) => backend),
    makes,
  });
}

async function listBuckets(api: StudioApi, options: KeyvalueOptions): Promise<void> {
  const all = await api.buckets();
  await checkBackend(api, { kind: "keyvalue", named: options.backend, holding: all.map(({ backend }) => backend) });
  const buckets = all.filter(({ backend }) => options.backend === undefined || backend === options.backend);
  const lines = buckets.map(({ backend, name, keys, bytes }) => `${backend}\t${name}\t${keys} keys\t${bytes} B`);
  print(options, buckets, lines.join("\n"));
}

async function listKeys(api: StudioApi, backend: string, bucket: string, options: KeyvalueOptions): Promise<void> {
  const keys: Awaited<ReturnType<StudioApi["keys"]>>[number][] = [];
  for (;;) {
    const after = keys.at(-1)?.key;
    const page = await api.keys({ backend, bucket, limit: PAGE, ...(after === undefined ? {} : { after }) });
    keys.push(...page);
    if (page.length < PAGE) break;
  }
  print(options, keys, keys.map(({ key }) => key).join("\n"));
}

/** Bytes as they are, for pipes; as base64 in JSON. */
async function getValue(
  api: StudioApi,
  ref: { readonly backend: string; readonly bucket: string; readonly key: string },
  options: KeyvalueOptions,
): Promise<void> {
  const value = await api.value(ref);
  if (options.json === true) {
    const { version, size } = value;
    return sendWithBase64({ key: ref.key, version, size }, partsOf(api, value));
  }
  for await (const part of partsOf(api, value)) await send(part);
}

async function* partsOf(api: StudioApi, { bytes, size, version }: ValueView): AsyncIterable<Uint8Array> {
  yield bytes;
  for (let at = bytes.length; at < size; at += VALUE_CHUNK_BYTES) yield await api.readValue(version, at);
}

function print(options: KeyvalueOptions, json: unknown, text: string): void {
  if (options.json === true) process.stdout.write(`${JSON.stringify(json)}\n`);
  else if (text !== "") process.stdout.write(`${text}\n`);
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}

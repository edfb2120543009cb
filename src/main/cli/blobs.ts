import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { open } from "node:fs/promises";

import type { ContainerChangeInput, ObjectRef, ObjectView } from "../../shared/blob-model.ts";
import { type StudioApi, VALUE_CHUNK_BYTES } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";

export interface BlobsOptions {
  readonly json?: boolean;
  readonly backend?: string;
}

const PAGE = 1_000;

/** `vitrine state PATH blob …`. Objects may be larger than the memory: they pass through in parts, both ways. */
export async function blobs(
  api: StudioApi,
  [verb, container, ...rest]: readonly string[],
  options: BlobsOptions,
): Promise<void> {
  if (verb === "ls" && container === undefined) return listContainers(api, options);
  if (verb === undefined || container === undefined) throw usage();
  const backend = await backendOf(api, container, options.backend);
  if (verb === "mk") return changeContainer(api, { backend, container, change: "create" }, options);
  if (verb === "drop") return changeContainer(api, { backend, container, change: "delete" }, options);
  if (verb === "ls") return listObjects(api, backend, container, options);
  const [name, second, third] = rest;
  if (name === undefined) throw usage();
  if (verb === "get") return getObject(api, { backend, container, name }, options);
  if (verb === "put") return putObject(api, { backend, container, name }, second, options);
  if (verb === "rm") {
    const versions = await api.deleteObjects(backend, container, rest);
    return print(options, { deleted: versions.length }, `deleted ${versions.length} of ${rest.length}`);
  }
  if ((verb === "cp" || verb === "mv") && second !== undefined && third !== undefined) {
    const to = { container: second, name: third };
    const versions = await api.copyObject({ backend, from: { container, name }, to, move: verb === "mv" });
    return print(options, { versions }, `${verb === "mv" ? "moved" : "copied"} ${name} to ${third}`);
  }
  throw usage();
}

function usage(): StudioError {
  return new StudioError(
    "usage",
    "Use: blob ls [CONTAINER] | blob get CONTAINER OBJECT | blob put CONTAINER OBJECT [FILE] (without FILE: standard input) | " +
      "blob rm CONTAINER OBJECT… | blob cp|mv CONTAINER OBJECT CONTAINER OBJECT | blob mk CONTAINER | blob drop CONTAINER",
  );
}

/** The named backend, the one that has the container, or the only one. */
async function backendOf(api: StudioApi, container: string, named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const { backends, containers } = await api.containers();
  const having = containers.filter(({ name }) => name === container).map(({ backend }) => backend);
  const [only, second] = having.length > 0 ? having : backends;
  if (only !== undefined && second === undefined) return only;
  throw new StudioError(
    "usage",
    `Several backends may have a container ${JSON.stringify(container)}: choose one with --backend (${backends.join(", ")}).`,
  );
}

async function listContainers(api: StudioApi, options: BlobsOptions): Promise<void> {
  const { containers } = await api.containers();
  const lines = containers.map(
    ({ backend, name, objects, bytes }) => `${backend}\t${name}\t${objects} objects\t${bytes} B`,
  );
  print(options, containers, lines.join("\n"));
}

async function listObjects(api: StudioApi, backend: string, container: string, options: BlobsOptions): Promise<void> {
  const objects: ObjectView[] = [];
  for (;;) {
    const after = objects.at(-1)?.name;
    const page = await api.objects({ backend, container, limit: PAGE, ...(after === undefined ? {} : { after }) });
    objects.push(...page);
    if (page.length < PAGE) break;
  }
  print(options, objects, objects.map(({ name }) => name).join("\n"));
}

async function changeContainer(api: StudioApi, input: ContainerChangeInput, options: BlobsOptions): Promise<void> {
  const versions = await api.changeContainer(input);
  const done = input.change === "create" ? (versions.length === 0 ? "was there" : "created") : "deleted";
  print(options, { versions }, `${done}: ${input.container}`);
}

/** Bytes as they are, for pipes; as base64 in JSON. */
async function getObject(api: StudioApi, ref: ObjectRef, options: BlobsOptions): Promise<void> {
  const object = await api.object(ref);
  if (options.json !== true) {
    for await (const part of partsOf(api, object)) await send(part);
    return;
  }
  await send(`${JSON.stringify(object).slice(0, -1)},"base64":"`);
  let left = Buffer.alloc(0);
  for await (const part of partsOf(api, object)) {
    // Three bytes make four characters; what is over waits for the next part.
    const all = Buffer.concat([left, part]);
    const whole = all.length - (all.length % 3);
    await send(all.toString("base64", 0, whole));
    left = all.subarray(whole);
  }
  await send(`${left.toString("base64")}"}\n`);
}

async function* partsOf(api: StudioApi, { version, size }: ObjectView): AsyncIterable<Uint8Array> {
  for (let at = 0; at < size; at += VALUE_CHUNK_BYTES) yield await api.readValue(version, at);
}

async function send(part: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(part)) await once(process.stdout, "drain");
}

async function putObject(
  api: StudioApi,
  ref: ObjectRef,
  file: string | undefined,
  options: BlobsOptions,
): Promise<void> {
  const source = file === undefined ? process.stdin : await fileStream(file);
  const upload = randomUUID();
  const broken = new AbortController();
  const put = api.putObject({ ...ref, upload }, broken.signal);
  // It is waited for below; what is wrong with it may show while bytes are still on their way.
  put.catch(() => undefined);
  let size = 0;
  try {
    for await (const chunk of source as AsyncIterable<Uint8Array>) {
      for (let at = 0; at < chunk.length; at += VALUE_CHUNK_BYTES) {
        await api.objectBytes(upload, chunk.subarray(at, at + VALUE_CHUNK_BYTES));
      }
      size += chunk.length;
    }
    await api.objectBytes(upload, null);
  } catch (error) {
    // Bytes for an upload that failed go nowhere: its own reason says more.
    if (error instanceof StudioError) await put;
    else broken.abort(error);
    throw error;
  }
  const version = await put;
  print(options, { version, size }, `put ${ref.name} (${size} B)`);
}

async function fileStream(path: string): Promise<AsyncIterable<Uint8Array>> {
  try {
    const file = await open(path);
    return file.createReadStream({ highWaterMark: VALUE_CHUNK_BYTES });
  } catch (error) {
    throw new StudioError("usage", `The file ${path} cannot be read.`, { cause: error });
  }
}

function print(options: BlobsOptions, json: unknown, text: string): void {
  if (options.json === true) process.stdout.write(`${JSON.stringify(json)}\n`);
  else if (text !== "") process.stdout.write(`${text}\n`);
}

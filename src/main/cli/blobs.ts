import { randomUUID } from "node:crypto";
import { open } from "node:fs/promises";

import type { ContainerChangeInput, ObjectRef, ObjectView } from "../../shared/blob-model.ts";
import { type StudioApi, VALUE_CHUNK_BYTES } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import { send, sendWithBase64 } from "./send.ts";
import { checkBackend, chooseBackend } from "./state-backend.ts";

export interface BlobsOptions {
  readonly json?: boolean;
  readonly backend?: string;
}

const PAGE = 1_000;
/** Verbs that make the container they name, or say themselves that it is not there. */
const MAKES: ReadonlySet<string> = new Set(["mk"]);

/** `vitrine state PATH blob …`. Objects may be larger than the memory: they pass through in parts, both ways. */
export async function blobs(api: StudioApi, words: readonly string[], options: BlobsOptions): Promise<void> {
  const [verb = "", container, name = "", second, third] = words;
  if (container === undefined) return listContainers(api, options);
  const backend = await backendOf(api, container, options.backend, MAKES.has(verb));
  switch (verb) {
    case "ls":
      return listObjects(api, backend, container, options);
    case "mk":
      return changeContainer(api, { backend, container, change: "create" }, options);
    case "drop":
      return changeContainer(api, { backend, container, change: "delete" }, options);
    case "get":
      return getObject(api, { backend, container, name }, options);
    case "put":
      return putObject(api, { backend, container, name }, second, options);
    case "rm": {
      const names = words.slice(2);
      const versions = await api.deleteObjects(backend, container, names);
      return print(options, { deleted: versions.length }, `deleted ${versions.length} of ${names.length}`);
    }
    default: {
      const to = { container: second ?? "", name: third ?? "" };
      const versions = await api.copyObject({ backend, from: { container, name }, to, move: verb === "mv" });
      return print(options, { versions }, `${verb === "mv" ? "moved" : "copied"} ${name} to ${to.name}`);
    }
  }
}

async function backendOf(
  api: StudioApi,
  container: string,
  named: string | undefined,
  makes: boolean,
): Promise<string> {
  const { containers } = await api.containers();
  return chooseBackend(api, {
    kind: "blobstore",
    named,
    place: `container ${JSON.stringify(container)}`,
    having: containers.filter(({ name }) => name === container).map(({ backend }) => backend),
    holding: containers.map(({ backend }) => backend),
    makes,
  });
}

async function listContainers(api: StudioApi, options: BlobsOptions): Promise<void> {
  const all = (await api.containers()).containers;
  await checkBackend(api, { kind: "blobstore", named: options.backend, holding: all.map(({ backend }) => backend) });
  const containers = all.filter(({ backend }) => options.backend === undefined || backend === options.backend);
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
  if (options.json === true) return sendWithBase64(object, partsOf(api, object));
  for await (const part of partsOf(api, object)) await send(part);
}

async function* partsOf(api: StudioApi, { version, size }: ObjectView): AsyncIterable<Uint8Array> {
  for (let at = 0; at < size; at += VALUE_CHUNK_BYTES) yield await api.readValue(version, at);
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
    if (!(await file.stat()).isDirectory()) return file.createReadStream({ highWaterMark: VALUE_CHUNK_BYTES });
    await file.close();
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new StudioError("usage", `The file ${path} cannot be read (${code}). Check its name and its permissions.`, {
      cause: error,
    });
  }
  throw new StudioError("usage", `${path} is a folder, and an object has the bytes of one file.`);
}

function print(options: BlobsOptions, json: unknown, text: string): void {
  if (options.json === true) process.stdout.write(`${JSON.stringify(json)}\n`);
  else if (text !== "") process.stdout.write(`${text}\n`);
}

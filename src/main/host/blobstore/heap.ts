import {
  type BlobstoreBackend,
  NoSuchBlob,
  type ObjectBody,
  type ObjectId,
  type ObjectInfo,
  type ObjectSnapshot,
} from "./backend.ts";

interface HeapObject extends ObjectInfo {
  readonly bytes: Uint8Array;
}

interface HeapContainer {
  readonly created: number;
  readonly objects: Map<string, HeapObject>;
}

class HeapBody implements ObjectBody {
  readonly parts: Uint8Array[] = [];

  get size(): number {
    return this.parts.reduce((sum, part) => sum + part.length, 0);
  }

  write(bytes: Uint8Array): void {
    this.parts.push(bytes.slice());
  }

  [Symbol.dispose](): void {
    this.parts.length = 0;
  }
}

/** The backend in memory: a second, simple opinion for the suite to hold the real one against. Keeps no writers. */
export class HeapBlobstore implements BlobstoreBackend {
  readonly #containers = new Map<string, HeapContainer>();
  readonly #now: () => number;
  #version = 0;

  /** `now`: milliseconds since the epoch. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  createContainer(name: string): number[] {
    if (this.#containers.has(name)) return [];
    this.#containers.set(name, { created: this.#now(), objects: new Map() });
    return [++this.#version];
  }

  hasContainer(name: string): boolean {
    return this.#containers.has(name);
  }

  containerCreated(name: string): number {
    return this.#container(name).created;
  }

  deleteContainer(name: string): number[] {
    const versions = this.clear(name);
    this.#containers.delete(name);
    return [...versions, ++this.#version];
  }

  clear(container: string): number[] {
    return this.delete(container, this.names(container));
  }

  names(container: string): string[] {
    // UTF-8 sorts by code point; JavaScript's own order of strings does not.
    return [...this.#container(container).objects.keys()].sort((a, b) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    );
  }

  has(container: string, name: string): boolean {
    return this.#container(container).objects.has(name);
  }

  info(container: string, name: string): ObjectInfo {
    const { size, created } = this.#object({ container, name });
    return { size, created };
  }

  read(container: string, name: string): ObjectSnapshot {
    const { bytes, size } = this.#object({ container, name });
    return { size, read: (offset: number, length: number) => bytes.slice(offset, offset + length) };
  }

  delete(container: string, names: readonly string[]): number[] {
    const { objects } = this.#container(container);
    return names.filter((name) => objects.delete(name)).map(() => ++this.#version);
  }

  body(): ObjectBody {
    return new HeapBody();
  }

  put(container: string, name: string, body: ObjectBody): number[] {
    if (!(body instanceof HeapBody)) throw new Error("a body of another kind of store");
    const { objects } = this.#container(container);
    const bytes = new Uint8Array(Buffer.concat(body.parts));
    objects.set(name, { bytes, size: bytes.length, created: objects.get(name)?.created ?? this.#now() });
    body[Symbol.dispose]();
    return [++this.#version];
  }

  copy(from: ObjectId, to: ObjectId): number[] {
    this.#container(from.container);
    const { objects } = this.#container(to.container);
    const source = this.#object(from);
    if (isSame(from, to)) return [];
    objects.set(to.name, { ...source, created: objects.get(to.name)?.created ?? this.#now() });
    return [++this.#version];
  }

  move(from: ObjectId, to: ObjectId): number[] {
    const copied = this.copy(from, to);
    return isSame(from, to) ? [] : [...copied, ...this.delete(from.container, [from.name])];
  }

  #container(name: string): HeapContainer {
    const found = this.#containers.get(name);
    if (found === undefined) throw new NoSuchBlob("container");
    return found;
  }

  #object({ container, name }: ObjectId): HeapObject {
    const found = this.#container(container).objects.get(name);
    if (found === undefined) throw new NoSuchBlob("object");
    return found;
  }
}

function isSame(a: ObjectId, b: ObjectId): boolean {
  return a.container === b.container && a.name === b.name;
}

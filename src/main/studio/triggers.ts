import { isDeepStrictEqual } from "node:util";
import { toErrorView } from "../../shared/errors.ts";
import type { TriggerView } from "../../shared/model.ts";
import type { Problems } from "./problems.ts";
import type { HttpTriggerManifest } from "./project/manifest.ts";
import { type HttpTrigger, openHttpTrigger } from "./trigger/http-trigger.ts";
import type { Invoker } from "./trigger/invoker.ts";

/** A person who ends the studio waits for it: running requests get this long, then their guests are ended. */
const DRAIN_MS = 2_000;

export interface TriggerOptions {
  /** In place of the first trigger's port; taken as it is. */
  readonly firstPort: number | undefined;
  /** Told when that is not the address the project says. */
  readonly onOverridden: ((url: string, said: string) => void) | undefined;
  readonly problems: Problems;
}

interface Opened {
  readonly trigger: HttpTrigger;
  readonly manifest: HttpTriggerManifest;
}

/** What makes invocations happen from outside: the project's HTTP servers. */
export class Triggers implements AsyncDisposable {
  readonly #invoker: Invoker;
  readonly #options: TriggerOptions;
  #http: readonly Opened[] = [];

  constructor(invoker: Invoker, options: TriggerOptions) {
    this.#invoker = invoker;
    this.#options = options;
  }

  views(): readonly TriggerView[] {
    return this.#http.map(({ trigger }) => trigger.view);
  }

  get firstUrl(): string | undefined {
    return this.#http[0]?.trigger.url;
  }

  /** Host and port of the first HTTP trigger. */
  get authority(): string | undefined {
    const url = this.firstUrl;
    return url === undefined ? undefined : new URL(url).host;
  }

  /** @throws StudioError `port-in-use`, `address-unavailable`; what was opened before that stays open until disposed. */
  async open(manifests: readonly HttpTriggerManifest[]): Promise<void> {
    for (const [index, manifest] of manifests.entries())
      this.#http = [...this.#http, await this.#open(manifest, index)];
  }

  /**
   * From now on the project has these triggers. Those that listen as before only get other routes; the others stop and
   * listen anew. One that cannot goes on as it was, and a problem says so. Call `choose` after it.
   */
  async change(manifests: readonly HttpTriggerManifest[]): Promise<void> {
    const before = this.#http;
    const left = [...before];
    for (const { name } of manifests) this.#options.problems.clear(refusal(name));
    const kept = manifests.map((manifest) => {
      const at = left.findIndex((each) => isDeepStrictEqual(addressOf(each.manifest), addressOf(manifest)));
      return at < 0 ? undefined : left.splice(at, 1)[0];
    });
    this.#http = before.filter((each) => !left.includes(each));
    // First of all: their ports may be wanted under other names.
    await Promise.all(left.map(({ trigger }) => trigger.close()));
    for (const { manifest } of left) this.#options.problems.clear(`trigger:${manifest.name}:`);
    const opened = await Promise.all(
      manifests.map(async (manifest, index) => {
        const known = kept[index];
        if (known !== undefined) return { ...known, manifest };
        const previous = before[index];
        return this.#reopen(manifest, index, previous !== undefined && left.includes(previous) ? previous : undefined);
      }),
    );
    this.#http = opened.filter((each) => each !== undefined);
  }

  /**
   * Where several components stand by at one path, the first that answers HTTP gets the requests; of those that are
   * not known yet, the first. `answers` is undefined for a component without a build.
   */
  choose(answers: (component: string) => boolean | undefined): void {
    for (const { trigger, manifest } of this.#http) {
      const all = manifest.routes;
      const paths = new Set(all.map(({ path }) => path));
      trigger.setRoutes(
        [...paths].flatMap((path) => {
          const standing = all.filter((route) => route.path === path);
          const may = standing.filter(({ component }) => answers(component) !== false);
          const chosen = may.find(({ component }) => answers(component)) ?? may[0] ?? standing[0];
          return chosen === undefined ? [] : [chosen];
        }),
      );
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#http.map(({ trigger }) => trigger[Symbol.asyncDispose]()));
  }

  async #open(manifest: HttpTriggerManifest, index: number): Promise<Opened> {
    const { problems, firstPort } = this.#options;
    const { name, host, port, ifBusy, routes, implied } = manifest;
    const wished = index === 0 ? firstPort : undefined;
    const instead = wished === undefined || wished === port || implied ? undefined : addressText(host, port);
    const onFault = (error: unknown) =>
      problems.report({
        id: `trigger:${name}:fault`,
        severity: "error",
        title: `HTTP trigger ${name} failed inside while it answered`,
        detail: `${error instanceof Error ? (error.stack ?? error.message) : String(error)} This is a fault of Vitrine: please report it.`,
      });
    const trigger = await openHttpTrigger(
      {
        name,
        host,
        port: wished ?? port,
        ifBusy: wished === undefined ? ifBusy : "fail",
        ...(wished === undefined ? {} : { option: "--http-port" }),
        ...(instead === undefined ? {} : { instead }),
        routes,
        onFault,
        limits: { drainMs: DRAIN_MS },
      },
      this.#invoker,
    );
    if (instead !== undefined) this.#options.onOverridden?.(trigger.url, instead);
    const { moved } = trigger.view;
    if (moved !== undefined) {
      problems.report({
        id: `trigger:${name}:moved`,
        severity: "info",
        title: `HTTP is at ${trigger.url}, because port ${moved.wished} is taken`,
        detail: `${moved.holder === undefined ? "Another program" : moved.holder} listens on port ${moved.wished}. Stop it and open the project again, or set another port in triggers.http.`,
      });
    }
    return { trigger, manifest };
  }

  /** Undefined: it listens neither where it should nor where it did. */
  async #reopen(
    manifest: HttpTriggerManifest,
    index: number,
    previous: Opened | undefined,
  ): Promise<Opened | undefined> {
    try {
      return await this.#open(manifest, index);
    } catch (error) {
      const again = await this.#openAgain(manifest, previous);
      this.#options.problems.report({
        id: refusal(manifest.name),
        severity: "error",
        title: `HTTP trigger ${manifest.name} cannot listen where the project says`,
        detail: `${toErrorView(error).message} ${again === undefined ? "Until then it does not listen." : `Until then it is at ${again.trigger.url}.`}`,
      });
      return again;
    }
  }

  async #openAgain(manifest: HttpTriggerManifest, previous: Opened | undefined): Promise<Opened | undefined> {
    if (previous === undefined) return undefined;
    const { host } = previous.manifest;
    const { port } = previous.trigger;
    try {
      // At the very port it had, which need not be the one the project named.
      const { trigger } = await this.#open({ ...manifest, host, port, ifBusy: "fail" }, NOT_FIRST);
      return { trigger, manifest: { ...previous.manifest, routes: manifest.routes } };
    } catch {
      // Somebody took it meanwhile.
      return undefined;
    }
  }
}

/** The port of the command line is for the first trigger alone, and is known not to be had when this one is opened. */
const NOT_FIRST = -1;

function refusal(name: string): string {
  return `trigger:${name}:refused`;
}

/** As it stands in a project file: `127.0.0.1:8000`, `[::1]:8000` */
function addressText(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** What a listener cannot change while it listens. */
function addressOf({ name, host, port, ifBusy }: HttpTriggerManifest) {
  return { name, host, port, ifBusy };
}

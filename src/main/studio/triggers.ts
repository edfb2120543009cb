import type { TriggerView } from "../../shared/model.ts";
import type { Problems } from "./problems.ts";
import type { HttpTriggerManifest } from "./project/manifest.ts";
import { type HttpTrigger, openHttpTrigger } from "./trigger/http-trigger.ts";
import type { Invoker } from "./trigger/invoker.ts";

/** A person who ends the studio waits for it: running requests get this long, then their guests are ended. */
const DRAIN_MS = 2_000;

export interface TriggerOptions {
  /** In place of the first trigger's port; taken as it is. */
  readonly firstPort?: number;
  readonly problems: Problems;
}

/** What makes invocations happen from outside: the project's HTTP servers. */
export class Triggers implements AsyncDisposable {
  readonly #http: readonly HttpTrigger[];

  readonly #routes: readonly HttpTriggerManifest["routes"][];

  /** `routes`: of each trigger, as the project file has them. */
  constructor(http: readonly HttpTrigger[], routes: readonly HttpTriggerManifest["routes"][]) {
    this.#http = http;
    this.#routes = routes;
  }

  views(): readonly TriggerView[] {
    return this.#http.map(({ view }) => view);
  }

  get firstUrl(): string | undefined {
    return this.#http[0]?.url;
  }

  /** Host and port of the first HTTP trigger. */
  get authority(): string | undefined {
    const url = this.firstUrl;
    return url === undefined ? undefined : new URL(url).host;
  }

  /**
   * Where several components stand by at one path, the first that answers HTTP gets the requests; of those that are
   * not known yet, the first. `answers` is undefined for a component without a build.
   */
  choose(answers: (component: string) => boolean | undefined): void {
    for (const [index, trigger] of this.#http.entries()) {
      const all = this.#routes[index] ?? [];
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
    await Promise.all(this.#http.map((trigger) => trigger[Symbol.asyncDispose]()));
  }
}

/** @throws StudioError `port-in-use` where the project forbids taking the next port. */
export async function openTriggers(
  manifests: readonly HttpTriggerManifest[],
  invoker: Invoker,
  options: TriggerOptions,
): Promise<Triggers> {
  await using opened = new AsyncDisposableStack();
  const http: HttpTrigger[] = [];
  for (const [index, { name, host, port, ifBusy, routes }] of manifests.entries()) {
    const wished = index === 0 ? options.firstPort : undefined;
    const onFault = (error: unknown) =>
      options.problems.report({
        id: `trigger:${name}:fault`,
        severity: "error",
        title: `HTTP trigger ${name} failed inside while it answered`,
        detail: `${error instanceof Error ? (error.stack ?? error.message) : String(error)} This is a fault of Vitrine: please report it.`,
      });
    const trigger = opened.use(
      await openHttpTrigger(
        {
          name,
          host,
          port: wished ?? port,
          ifBusy: wished === undefined ? ifBusy : "fail",
          routes,
          onFault,
          limits: { drainMs: DRAIN_MS },
        },
        invoker,
      ),
    );
    http.push(trigger);
    const { moved } = trigger.view;
    if (moved !== undefined) {
      options.problems.report({
        id: `trigger:${name}:moved`,
        severity: "info",
        title: `HTTP is at ${trigger.url}, because port ${moved.wished} is taken`,
        detail: `${moved.holder === undefined ? "Another program" : moved.holder} listens on port ${moved.wished}. Stop it and open the project again, or set another port in triggers.http.`,
      });
    }
  }
  opened.move();
  return new Triggers(
    http,
    manifests.map(({ routes }) => routes),
  );
}

import type { HttpHead } from "../../../shared/worker-protocol.ts";
import type { HostModule, HostPackage } from "../context.ts";
import { createHttp, type HandleExport, type HttpModules } from "./create-http.ts";
import type { Served } from "./exchange.ts";
import { closedClient, egressClient } from "./outgoing-client.ts";

export const http: HostPackage = {
  name: "wasi:http",
  interfaces: [
    { name: "types", versions: ["0.2.x"], module: "types", note: "requests, responses and their bodies, streamed" },
    {
      name: "outgoing-handler",
      versions: ["0.2.x"],
      module: "outgoing-handler",
      note: "real requests, to where the project's egress.allow lets them",
    },
  ],
  create: (ctx, io) => createHttp(ctx, io, ctx.egress === undefined ? closedClient : egressClient(ctx.egress)),
};

/**
 * Gives one request to the component's `wasi:http/incoming-handler`. `modules` is what `http.create` returned for this
 * worker. The head of the response leaves when the guest sets it, its bytes as the guest writes them; on return the
 * body has ended, whole or broken. A trap is thrown on after the body was broken off.
 */
export function serveHttp(modules: Readonly<Record<string, HostModule>>, head: HttpHead, handle: HandleExport): Served {
  return (modules as HttpModules)["incoming-handler"].serve(head, handle);
}

import { createServer } from "node:net";

import type { DoctorRow } from "../../../shared/model.ts";
import { findPortHolder, THIS_STUDIO } from "../trigger/port-holder.ts";

/** Whether a port of this machine can be listened on, and who does instead. */
export async function portRow(host: string, port: number): Promise<DoctorRow> {
  const name = `port ${port}`;
  const error = await tryPort(host, port);
  if (error === undefined) return { name, status: "ok", found: "free" };
  const fix = "Vitrine takes the next free one. Free the port, or change the project's HTTP trigger";
  if (error.code !== "EADDRINUSE")
    return { name, status: "warning", found: `cannot be listened on (${error.code ?? error.message})`, fix };
  const holder = await findPortHolder(port);
  // Asked from a window, the project's own trigger is what is found.
  if (holder === THIS_STUDIO) return { name, status: "ok", found: "this studio answers there" };
  return { name, status: "warning", found: `taken${holder === undefined ? "" : ` by ${holder}`}`, fix };
}

function tryPort(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (error) => resolve(error));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

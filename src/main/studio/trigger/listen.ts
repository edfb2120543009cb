import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { StudioError } from "../../../shared/errors.ts";
import { findPortHolder } from "./port-holder.ts";

export interface ListenAddress {
  readonly host: string;
  /** 0 takes any. */
  readonly port: number;
  readonly ifBusy: "next-free" | "fail";
  /** The option of the command line that gave the port, where it was not the project file. */
  readonly option?: string;
}

export interface Listening {
  readonly port: number;
  /** The wished port could not be had. */
  readonly moved?: { readonly wished: number; readonly holder?: string };
}

const MAX_TRIES = 50;
const MAX_PORT = 65_535;

/** @throws StudioError `port-in-use`, `address-unavailable` */
export async function listen(server: Server, address: ListenAddress): Promise<Listening> {
  const { host, port: wished, ifBusy } = address;
  const last = ifBusy === "fail" || wished === 0 ? wished : Math.min(wished + MAX_TRIES - 1, MAX_PORT);
  let refusal: unknown;
  for (let port = wished; port <= last; port++) {
    try {
      const taken = await tryPort(server, host, port);
      if (port === wished) return { port: taken };
      const holder = await findPortHolder(wished);
      return { port: taken, moved: { wished, ...(holder === undefined ? {} : { holder }) } };
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      // EACCES: ports below 1024 without the permission; Windows also reserves ranges in the middle.
      if (code !== "EADDRINUSE" && code !== "EACCES") throw unavailable(host, error);
      refusal ??= error;
    }
  }
  throw await inUse(address, last, refusal);
}

async function tryPort(server: Server, host: string, port: number): Promise<number> {
  server.listen({ host, port, exclusive: true });
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function inUse(address: ListenAddress, last: number, cause: unknown): Promise<StudioError> {
  const { host, port, option } = address;
  const holder = await findPortHolder(port);
  const denied = (cause as NodeJS.ErrnoException).code === "EACCES";
  const who = denied
    ? "may not be used without more permissions"
    : `is taken${holder === undefined ? "" : ` by ${holder}`}`;
  const also = last > port ? `, and so are the next ones up to ${last}` : "";
  const fix =
    option === undefined
      ? `Free it, or choose another one in the project's HTTP trigger${last > port ? "" : ' ("ifBusy": "next-free" takes the next free one)'}.`
      : `Free it, or give another one with ${option}.`;
  const details = { host, port, ...(holder === undefined ? {} : { holder }) };
  return new StudioError("port-in-use", `Port ${port} on ${host} ${who}${also}. ${fix}`, { details, cause });
}

function unavailable(host: string, cause: unknown): StudioError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StudioError(
    "address-unavailable",
    `Cannot listen on ${host}: ${why}. Use an address of this machine, such as 127.0.0.1.`,
    {
      details: { host },
      cause,
    },
  );
}

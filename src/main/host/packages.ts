import { blobstore } from "./blobstore/index.ts";
import { bus } from "./bus/index.ts";
import { cli } from "./cli/index.ts";
import { clocks } from "./clocks/index.ts";
import { config } from "./config/index.ts";
import type { HostPackage } from "./context.ts";
import { filesystem } from "./filesystem/index.ts";
import { http } from "./http/index.ts";
import { io } from "./io/index.ts";
import { keyvalue } from "./keyvalue/index.ts";
import { logging } from "./logging/index.ts";
import { messaging } from "./messaging/index.ts";
import { random } from "./random/index.ts";
import { secrets } from "./secrets/index.ts";
import { sockets } from "./sockets/index.ts";

/** Every WIT package this host serves: the one list that linking, checking and the worker read. */
export const packages: readonly HostPackage[] = [
  io,
  cli,
  clocks,
  random,
  filesystem,
  sockets,
  http,
  keyvalue,
  blobstore,
  config,
  logging,
  messaging,
  secrets,
  bus,
];

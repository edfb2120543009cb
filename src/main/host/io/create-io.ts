import type { HostContext } from "../context.ts";
import { createError } from "./error.ts";
import { HandleTree } from "./handle-tree.ts";
import type { IoModules } from "./modules.ts";
import { createPoll } from "./poll.ts";
import { createStreams } from "./streams.ts";

/** Makes the wasi:io classes of one context. */
export function createIo(ctx: HostContext): IoModules {
  const tree = new HandleTree();
  const errors = createError();
  const poll = createPoll(ctx, tree);
  const streams = createStreams(ctx, tree, poll, errors);
  return {
    modules: { error: errors.module, poll: poll.module, streams: streams.module },
    pollable: poll.make,
    inputStream: streams.input,
    outputStream: streams.output,
    error: errors.make,
    isError: errors.isError,
    errorText: errors.textOf,
    errorCause: errors.causeOf,
    adopt: (parent, child) => tree.adopt(parent, child),
    release: (child) => tree.release(child),
    hasChildren: (parent) => tree.hasChildren(parent),
    drop: (resource) => tree.drop(resource),
  };
}

import { StudioError } from "../../../shared/errors.ts";
import type { LiveBuild } from "../invocation/live-build.ts";
import type { Invocations } from "../invocation/invocations.ts";
import type { BrokerMessage } from "../../../shared/worker-protocol.ts";
import type { StartHandler } from "./subscription.ts";

/** Handlers as invocations of their components' current builds. */
export function handlersOf(
  invocations: () => Invocations,
  buildOf: (component: string) => Promise<LiveBuild>,
): StartHandler {
  return async ({ component, message, id, by, depth }) => {
    const build = await buildOf(component);
    const interfaceName = build.messageInterface;
    if (interfaceName === undefined) {
      throw new StudioError(
        "export-not-found",
        `${component} exports no wasmcloud:messaging/handler@0.2.0, so it cannot handle messages. Export it, or remove its subscription (triggers.messages).`,
      );
    }
    return invocations().start(build, {
      kind: "message",
      title: message.subject,
      cause: { kind: "message", message: id, ...(by === undefined ? {} : { by }) },
      args: [messageJson(message)],
      depth,
      task: () => ({ kind: "message", interface: interfaceName, message }),
      atEnd: (result) => (result?.outcome === "error" ? { error: result.error } : {}),
    });
  };
}

/** `broker-message` in the JSON form of WIT values. */
function messageJson({ subject, body, replyTo }: BrokerMessage) {
  return { subject, body: { base64: Buffer.from(body).toString("base64") }, "reply-to": replyTo ?? null };
}

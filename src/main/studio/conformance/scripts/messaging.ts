import { anything, callsOf, type Script, type Value } from "../script.ts";

/** Subscribed by a handler that answers with what it gets, but for what begins with "!". */
export const ECHO_SUBJECT = "conformance.echo";

const message = (subject: string, body: string): Value => ({ subject, body, "reply-to": undefined });

/** wasmcloud:messaging@0.2.0 `consumer`; the handler is what the sequences drive. */
export function messagingScripts(): readonly Script[] {
  const consumer = callsOf("wasmcloud:messaging/consumer@0.2.0");
  return [
    {
      does: "publishes and requests, with or without anybody there",
      steps: [
        consumer("publish", message("conformance.nobody", "x")).ok(),
        consumer("publish", { ...(message(ECHO_SUBJECT, "x") as object), "reply-to": "conformance.nobody" }).ok(),
        consumer("request", ECHO_SUBJECT, "ping", 60_000).ok({
          subject: anything,
          body: "ping",
          "reply-to": undefined,
        }),
        consumer("request", "conformance.nobody", "ping", 60_000).err("no responders"),
      ],
    },
    {
      does: "waits no longer for a reply than it said",
      steps: [
        consumer("request", ECHO_SUBJECT, "!no answer", 0).err("request timed out"),
        consumer("request", ECHO_SUBJECT, "!no answer", 1).err("request timed out"),
      ],
    },
    {
      does: "is told what is wrong with a subject",
      steps: [
        consumer("publish", message("", "x")).err('invalid subject "": it is empty'),
        consumer("publish", message("a.*", "x")).err('invalid subject "a.*": wildcards belong into subscriptions'),
        consumer("request", "a b", "x", 1000).err('invalid subject "a b": it has white space in it'),
        consumer("request", "a..b", "x", 1000).err(
          'invalid subject "a..b": it has an empty token (a dot at an end, or two in a row)',
        ),
      ],
    },
  ];
}

/** Subscribed by a handler that never ends, one at a time: the test lets messages pile up. */
export const FULL_SUBJECT = "conformance.full";
/** Of the handler, as messages about it name it. */
export const STUCK = "stuck";
/** Of a mebibyte each; more may not wait. */
export const MOST_WAITING = 64;

/** To be run once that many messages wait. */
export function publishesTooMuch(): Script {
  const consumer = callsOf("wasmcloud:messaging/consumer@0.2.0");
  const full = `${MOST_WAITING} messages wait for ${STUCK} (subscription ${FULL_SUBJECT}) already; it takes no more`;
  return {
    does: "is told that a subscription takes no more",
    steps: [
      consumer("publish", message(FULL_SUBJECT, "x")).err(full),
      consumer("request", FULL_SUBJECT, "x", 60_000).err(full),
    ],
  };
}

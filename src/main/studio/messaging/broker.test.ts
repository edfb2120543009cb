import { messagingSuite } from "../../host/messaging/backend.suite.ts";
import type { BrokerMessage, MessagingAnswer } from "../../../shared/worker-protocol.ts";
import { Broker, type Publisher } from "./broker.ts";
import { NO_LINEAGE } from "./lineage.ts";
import { MessageLog } from "./message-log.ts";
import type { SubscriptionSpec } from "./subscription.ts";

const publisher: Publisher = { from: { kind: "person" }, depth: 0, lineage: NO_LINEAGE };

messagingSuite("the broker of a studio", async () => {
  const handlers = new Map<string, (message: BrokerMessage) => void>();
  const specs: SubscriptionSpec[] = [];
  const log = new MessageLog({
    nextId: 1,
    maxBodyBytes: () => 10,
    now: Date.now,
    redact: (message) => message,
    keep: () => undefined,
    onNews: () => undefined,
  });
  const broker = new Broker("bus", {
    log,
    now: Date.now,
    maxDepth: 4,
    start: ({ component, message }) => {
      handlers.get(component)?.(message);
      return Promise.resolve({ id: 1, ended: Promise.resolve({ outcome: "ok" as const }) });
    },
    onChange: () => undefined,
    onUndeliverable: () => undefined,
    onLoop: () => undefined,
  });
  const over = new AbortController();
  return {
    backend: {
      publish: (message) => {
        const fault = broker.publish(publisher, message);
        const answer: MessagingAnswer = fault === undefined ? { tag: "ok" } : { tag: "err", error: fault };
        return { answer: () => answer };
      },
      request: (subject, body, timeoutMs) => {
        let answer: MessagingAnswer | undefined;
        void broker.request(publisher, subject, body, timeoutMs, over.signal).then((given) => (answer = given));
        return { answer: () => answer };
      },
    },
    listen: (pattern, handle) => {
      const component = `listener-${specs.length}`;
      handlers.set(component, handle);
      specs.push({ subject: pattern, component, origin: "project" });
      broker.subscribe(specs);
    },
    [Symbol.asyncDispose]: async () => {
      over.abort();
      broker.close();
      log[Symbol.dispose]();
    },
  };
});

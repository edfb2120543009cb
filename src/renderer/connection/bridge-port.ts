import { STUDIO_PORT, type StudioPortMessage, type VitrineBridge } from "../../shared/bridge.ts";
import { StudioError } from "../../shared/errors.ts";
import type { Port } from "../../shared/port.ts";
import { portOver } from "./message-port.ts";

/** A studio that does not answer within this time is started again by the shell; asking anew finds the new one. */
const HANDSHAKE_MS = 10_000;

/** Asks the shell for a port to the studio and takes only the answer that carries this page's nonce. */
export function openBridgePort(bridge: VitrineBridge): Promise<Port> {
  const nonce = crypto.randomUUID();
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      window.removeEventListener("message", onMessage);
    };
    const onMessage = (event: MessageEvent<unknown>) => {
      if (event.source !== window) return;
      const data = event.data as Partial<StudioPortMessage> | null;
      if (data?.type !== STUDIO_PORT || data.nonce !== nonce) return;
      const [port] = event.ports;
      if (port === undefined) return;
      stop();
      resolve(portOver(port));
    };
    const timer = setTimeout(() => {
      stop();
      reject(new StudioError("studio-lost", "The studio did not answer within 10 s."));
    }, HANDSHAKE_MS);
    window.addEventListener("message", onMessage);
    bridge.connect(nonce);
  });
}

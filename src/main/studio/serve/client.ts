import { WebSocket } from "ws";

import { StudioError } from "../../../shared/errors.ts";
import type { Port } from "../../../shared/port.ts";
import { TOKEN_HEADER } from "./guard.ts";
import { STUDIO_PATH } from "./server.ts";
import { SocketPort } from "./socket-port.ts";

/** A port to a studio that another process serves. `origin` is `http://127.0.0.1:7000`. Rejects with `studio-lost`. */
export function connectToServer(origin: string, token: string): Promise<Port> {
  const url = `${origin.replace(/^http/, "ws")}${STUDIO_PATH}`;
  const socket = new WebSocket(url, { headers: { [TOKEN_HEADER]: token }, perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    const refused = (cause?: unknown) => {
      reject(new StudioError("studio-lost", `The studio at ${origin} does not answer.`, { cause }));
    };
    socket.once("error", refused);
    socket.once("open", () => {
      socket.off("error", refused);
      resolve(new SocketPort(socket, { serves: false }));
    });
  });
}

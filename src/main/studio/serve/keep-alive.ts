import type { WebSocket } from "ws";

/** Longer than any pause of a busy page; short enough that a dropped tunnel is noticed in a minute. */
const PING_MS = 30_000;

/** Ends a socket whose other side vanished without closing it, as a broken tunnel does. */
export function keepAlive(socket: WebSocket): void {
  let answered = true;
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_MS);
  timer.unref();
  socket.on("pong", () => {
    answered = true;
  });
  socket.once("close", () => clearInterval(timer));
}

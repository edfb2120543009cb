// protocol: privileged schemes before ready, one handler each after.
import { after, before } from "./strict.mjs";

const handlers = new Map();
let schemes;
export const protocol = {
  registerSchemesAsPrivileged(list) {
    before("protocol.registerSchemesAsPrivileged");
    if (schemes !== undefined) throw new Error("registerSchemesAsPrivileged may be called only once");
    schemes = list;
  },
  handle(scheme, handler) {
    after("protocol.handle");
    const privileges = schemes?.find((entry) => entry.scheme === scheme)?.privileges;
    if (privileges?.standard !== true || privileges.secure !== true)
      throw new Error(`${scheme} is no privileged scheme`);
    if (handlers.has(scheme)) throw new Error(`${scheme} is handled already`);
    handlers.set(scheme, handler);
  },
};
/** Not Electron's: what the page gets for an address of the app's scheme. */
export const fetchPage = (url, init) => handlers.get(new URL(url).protocol.slice(0, -1))(new Request(url, init));

// What the parts of the double share: is the app ready yet, and what was called so far.
import { EventEmitter } from "node:events";

/** Calls with an effect outside of the app, as [name, ...arguments]. */
export const calls = [];
export const note = (name, ...args) => void calls.push([name, ...args]);

let ready = false;
export const becomeReady = () => {
  ready = true;
};
export function before(what) {
  if (ready) throw new Error(`${what} must be called before the app is ready`);
}
export function after(what) {
  if (!ready) throw new Error(`${what} cannot be used before the app is ready`);
}

/** An event that can be prevented. */
export function preventable(fields = {}) {
  return {
    ...fields,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}

/** Electron's emitters throw for an `error` nobody hears, as Node's do; nothing else is added here. */
export class Emitter extends EventEmitter {}

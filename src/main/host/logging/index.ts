import type { HostPackage } from "../context.ts";

export const logging: HostPackage = {
  name: "wasi:logging",
  interfaces: [{ name: "logging", versions: ["0.1.0-draft", ""], module: "logging", note: "the log of this studio" }],
  create: () => ({
    logging: {
      /**
       * `log: func(level: level, context: string, message: string)`. Nothing is left to do: the call itself is
       * recorded, and the log is a view of the record.
       */
      log: (_level: string, _context: string, _message: string): void => undefined,
    },
  }),
};

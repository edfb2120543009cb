import { decodeRecords } from "../../journal/decode.ts";
import { mayCallAhead } from "../../../shared/ahead.ts";
import type { RecordedFunction } from "../../../shared/record.ts";

/** Whether these records of an initialisation hold nothing but calls an instance may make ahead of need. */
export function callsOnlyAhead(functions: readonly RecordedFunction[], records: readonly Uint8Array[]): boolean {
  let only = true;
  const other = () => {
    only = false;
  };
  const sink = {
    enter: ({ fn }: { readonly fn: number }) => {
      const called = functions[fn];
      if (called === undefined || !mayCallAhead(called)) other();
    },
    exit: () => undefined,
    text: other,
    sum: other,
    unreadable: other,
  };
  for (const bytes of records) decodeRecords(bytes, sink);
  return only;
}

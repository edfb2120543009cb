import type { RunPrint } from "../../../shared/contract.ts";
import { RecordKind, TextStream } from "../../../shared/record.ts";

/** What a guest printed, in order, out of a run of whole records. */
export function printedIn(records: Uint8Array): RunPrint[] {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const printed: RunPrint[] = [];
  for (let at = 0; at + 5 <= records.length;) {
    const end = at + 4 + view.getUint32(at, true);
    if (view.getUint8(at + 4) === RecordKind.text && end <= records.length) {
      printed.push({
        stream: view.getUint8(at + 9) === TextStream.stderr ? "stderr" : "stdout",
        bytes: records.slice(at + 22, end),
      });
    }
    at = end;
  }
  return printed;
}

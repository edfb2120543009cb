/** A process that writes the journal of the folder it is given until somebody kills it. Says `written` when it waits. */
import { exitRecord, concat, enterRecord } from "./encode.ts";
import { FN, TestJournal } from "./open-journal.ts";

const test = await TestJournal.open(process.argv[2] ?? "");
test.finished({ title: "before" });
const id = test.begin({ title: "interrupted" });
test.journal.records(
  id,
  concat(
    enterRecord({ seq: 1, fn: FN.open, startMs: 1, args: ["default"] }),
    exitRecord({ seq: 1, endMs: 2 }),
    enterRecord({ seq: 2, fn: FN.get, startMs: 40, args: [undefined, "a"] }),
  ),
);
await test.journal.flush();
process.stdout.write("written\n");

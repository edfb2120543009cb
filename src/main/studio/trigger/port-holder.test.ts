import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findPortHolder } from "./port-holder.ts";

const HEADER = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

function row(address: string, state: string, inode: number): string {
  return `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0`;
}

let proc: string;
beforeEach(async () => {
  proc = await mkdtemp(join(tmpdir(), "vitrine-proc-"));
  await mkdir(join(proc, "net"));
  await writeFile(
    join(proc, "net", "tcp"),
    [HEADER, row("0100007F:1F40", "0A", 11), row("0100007F:1F41", "01", 12), row("0100007F:1F42", "0A", 13)].join("\n"),
  );
  await writeFile(
    join(proc, "net", "tcp6"),
    [HEADER, row("00000000000000000000000000000000:1F43", "0A", 14)].join("\n"),
  );
  await mkdir(join(proc, "4711", "fd"), { recursive: true });
  await writeFile(join(proc, "4711", "comm"), "python3\n");
  await symlink("/dev/null", join(proc, "4711", "fd", "0"));
  await symlink("socket:[11]", join(proc, "4711", "fd", "3"));
  await symlink("socket:[14]", join(proc, "4711", "fd", "4"));
});
afterEach(() => rm(proc, { recursive: true, force: true }));

test("the holder of a listening port is named, on IPv4 and IPv6", async () => {
  expect([await findPortHolder(8000, proc), await findPortHolder(8003, proc)]).toEqual([
    "python3 (process 4711)",
    "python3 (process 4711)",
  ]);
});

test("a socket of no process that may be looked into belongs to somebody else", async () => {
  expect(await findPortHolder(8002, proc)).toBe("a process of another user");
});

test("nobody holds a port that is only connected, nor one that is free", async () => {
  expect([await findPortHolder(8001, proc), await findPortHolder(9, proc)]).toEqual([undefined, undefined]);
});

test("a system without these tables tells nothing", async () => {
  expect(await findPortHolder(8000, join(proc, "none"))).toBeUndefined();
});

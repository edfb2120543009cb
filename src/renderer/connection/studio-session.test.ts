import { afterEach, describe, expect, it } from "vitest";
import { type StudioApi, type StudioEvents, studioMethods } from "../../shared/contract.ts";
import { pairedPorts, type Port } from "../../shared/port.ts";
import { serve, type Served } from "../../shared/rpc.ts";
import { StudioSession } from "./studio-session.ts";

const sessions: StudioSession[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.dispose();
});

/** A studio that answers `buckets` and can be lost and found again. */
function studio() {
  let served: Served<StudioEvents> | undefined;
  let opened = 0;
  const service = { buckets: () => Promise.resolve([]) } as unknown as StudioApi;
  const open = (): Promise<Port> => {
    opened += 1;
    const [ours, theirs] = pairedPorts();
    served = serve<StudioApi, StudioEvents>(theirs, service, studioMethods);
    return Promise.resolve(ours);
  };
  const session = new StudioSession(open);
  sessions.push(session);
  return {
    session,
    opened: () => opened,
    lose: () => served?.dispose(),
    emit: () => served?.emit("journal-cleared", null),
  };
}

function reached(session: StudioSession, state: string): Promise<void> {
  return new Promise((resolve) => {
    const check = () => session.status.get().state === state && resolve();
    session.status.subscribe(check);
    check();
  });
}

describe("StudioSession", () => {
  it("rejects calls while there is no studio and answers them once there is", async () => {
    const { session } = studio();
    await expect(session.api.buckets()).rejects.toMatchObject({ code: "studio-lost" });
    await session.open();
    expect(await session.api.buckets()).toEqual([]);
  });

  it("keeps listeners over the loss of the studio and tells views when it is back", async () => {
    const { session, lose, emit } = studio();
    let readied = 0;
    session.onReady(() => (readied += 1));
    const heard = new Promise((resolve) => session.on("journal-cleared", resolve));
    await session.open();
    lose();
    await reached(session, "lost");
    await session.open();
    emit();
    expect([await heard, readied]).toEqual([null, 2]);
  });

  it("opens one connection when asked twice at once", async () => {
    const { session, opened } = studio();
    await Promise.all([session.open(), session.open()]);
    expect(opened()).toBe(1);
  });

  it("says why when the studio cannot be reached", async () => {
    const session = new StudioSession(() => Promise.reject(new Error("No studio answers.")));
    sessions.push(session);
    await session.open();
    expect(session.status.get()).toMatchObject({ state: "lost", reason: "No studio answers." });
  });

  it("is not found again after it was disposed", async () => {
    const { session, opened } = studio();
    session.dispose();
    await session.open();
    expect(opened()).toBe(0);
  });
});

import { afterEach, expect, it } from "vitest";
import { type EgressQuestion, type StudioApi, type StudioEvents, studioMethods } from "../../shared/contract.ts";
import { pairedPorts } from "../../shared/port.ts";
import { serve, type Served } from "../../shared/rpc.ts";
import { StudioSession } from "../connection/studio-session.ts";
import { EgressStore } from "./egress-store.ts";

const question: EgressQuestion = {
  id: 5,
  component: "api",
  invocation: 12,
  method: "GET",
  url: "https://api.example.com/rates",
  origin: "https://api.example.com",
  rememberable: true,
  expiresAt: 0,
};

const disposals: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposals.splice(0).toReversed()) dispose();
});

it("attends while connected, shows what is asked, answers, and shows nothing once the studio is lost", async () => {
  const [ours, theirs] = pairedPorts();
  const answers: unknown[] = [];
  let served: Served<StudioEvents> | undefined;
  const service = {
    attendEgress: (signal: AbortSignal) => {
      served?.emit("egress-questions-changed", [question]);
      return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    },
    answerEgress: (id: number, answer: string) => Promise.resolve(void answers.push([id, answer])),
  } as unknown as StudioApi;
  served = serve<StudioApi, StudioEvents>(theirs, service, studioMethods);
  const session = new StudioSession(() => Promise.resolve(ours));
  const egress = new EgressStore(session);
  disposals.push(
    () => session.dispose(),
    () => egress.dispose(),
  );
  const becomes = (wanted: number) =>
    new Promise<void>((resolve) => egress.subscribe(() => egress.get().length === wanted && resolve()));

  const asked = becomes(1);
  await session.open();
  await asked;
  expect(egress.get()).toEqual([question]);
  await egress.answer(question, "project");
  expect(answers).toEqual([[5, "project"]]);
  const gone = becomes(0);
  served.dispose();
  await gone;
});

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EgressQuestion, StudioApi } from "../../../shared/contract.ts";
import { openTestStudio, type TestProject, testProject, type TestStudio, windowOf } from "../test-studio.ts";
import { EgressPolicy, type EgressRefusal } from "./egress-policy.ts";
import { courier } from "./fixtures/courier.ts";
import { parseDestination } from "./destination.ts";
import { Servers } from "./fixtures/servers.ts";

const servers = new Servers();
let guest: Uint8Array;
let authority: string;
beforeAll(async () => {
  guest = await courier();
  authority = await servers.http((_request, response) => void response.writeHead(204).end());
});
afterAll(() => servers[Symbol.asyncDispose]());

/** Ends, as every call, with the studio. */
function attend(api: StudioApi): void {
  api.attendEgress().catch(() => undefined);
}

/** A person at a window of the studio. */
class Person {
  readonly asked: EgressQuestion[] = [];
  readonly #studio: TestStudio;
  #open: readonly EgressQuestion[] = [];
  #told = Promise.withResolvers<void>();

  constructor(studio: TestStudio) {
    this.#studio = studio;
    studio.window.on("egress-questions-changed", (questions) => {
      for (const question of questions) if (!this.asked.some(({ id }) => id === question.id)) this.asked.push(question);
      this.#open = questions;
      this.#told.resolve();
      this.#told = Promise.withResolvers();
    });
  }

  /** Resolves when the studio knows that somebody is there. */
  async attend(): Promise<void> {
    const told = this.#told.promise;
    attend(this.#studio.api);
    await told;
  }

  async question(): Promise<EgressQuestion> {
    for (;;) {
      const [first] = this.#open;
      if (first !== undefined) return first;
      await this.#told.promise;
    }
  }

  get open(): readonly EgressQuestion[] {
    return this.#open;
  }
}

async function studioOf(project: TestProject): Promise<{ studio: TestStudio; person: Person }> {
  const studio = await openTestStudio(project);
  await studio.ready("courier");
  const person = new Person(studio);
  await person.attend();
  return { studio, person };
}

const get = (studio: TestStudio) =>
  studio.api.invoke({ component: "courier", target: "get", args: [false, authority, "/a?b"] });

describe("a person who is there", () => {
  it("is asked what goes where, and allows it for as long as the invocation runs", async () => {
    const { studio, person } = await studioOf(await testProject({ components: { courier: guest } }));
    await using _studio = studio;
    const reply = get(studio);
    const question = await person.question();
    expect(question).toEqual({
      id: 1,
      component: "courier",
      invocation: expect.any(Number) as unknown,
      method: "GET",
      url: `http://${authority}/a?b`,
      origin: `http://${authority}`,
      rememberable: true,
      expiresAt: expect.any(Number) as unknown,
    });
    await studio.api.answerEgress(question.id, "once");
    expect(await reply).toMatchObject({ value: 204, invocation: question.invocation });
    expect(person.open).toEqual([]);

    const gathering = studio.api.invoke({ component: "courier", target: "gather", args: [authority, "/", 5] });
    await studio.api.answerEgress((await person.question()).id, "once");
    expect(await gathering).toMatchObject({ outcome: "ok" });
    expect(person.asked.map(({ id }) => id)).toEqual([1, 2]);
  });

  it("cannot have a host written into the project file whose name holds a secret", async () => {
    process.env["VITRINE_TEST_ASKED"] = "hunter2-in-a-name";
    const project = await testProject({
      components: { courier: guest },
      manifest: { secrets: { token: { fromEnv: "VITRINE_TEST_ASKED" } } },
    });
    const { studio, person } = await studioOf(project);
    await using _studio = studio;
    delete process.env["VITRINE_TEST_ASKED"];
    const args = [false, "hunter2-in-a-name.invalid", "/"];
    const reply = studio.api.invoke({ component: "courier", target: "get", args });
    const question = await person.question();
    expect([question.origin, question.rememberable]).toEqual(["http://«secret token».invalid", false]);
    await expect(studio.api.answerEgress(question.id, "project")).rejects.toMatchObject({ code: "request-invalid" });
    expect(await readFile(join(project.folder, "vitrine.jsonc"), "utf8")).not.toContain("hunter2");
    await studio.api.answerEgress(question.id, "deny");
    expect(await reply).toMatchObject({ outcome: "error" });
  });

  it("sees that a secret is about to leave, and not its value", async () => {
    process.env["VITRINE_TEST_ASKED"] = "a?b-that-is-secret";
    const project = await testProject({
      components: { courier: guest },
      manifest: { secrets: { token: { fromEnv: "VITRINE_TEST_ASKED" } } },
    });
    const { studio, person } = await studioOf(project);
    await using _studio = studio;
    delete process.env["VITRINE_TEST_ASKED"];
    const path = "/a?b-that-is-secret";
    const reply = studio.api.invoke({ component: "courier", target: "get", args: [false, authority, path] });
    const { id, url } = await person.question();
    expect(url).toBe(`http://${authority}/«secret token»`);
    await studio.api.answerEgress(id, "once");
    expect(await reply).toMatchObject({ value: 204 });
  });

  it("refuses it", async () => {
    const { studio, person } = await studioOf(await testProject({ components: { courier: guest } }));
    await using _studio = studio;
    const reply = get(studio);
    await studio.api.answerEgress((await person.question()).id, "deny");
    expect(await reply).toMatchObject({ outcome: "error", error: { tag: "HTTP-request-denied" } });
    expect((await studio.api.project()).problems.filter(({ id }) => id.startsWith("egress:"))).toEqual([]);
    await expect(studio.api.answerEgress(person.asked[0]?.id ?? 0, "once")).rejects.toMatchObject({
      code: "request-invalid",
    });
  });

  it("allows it for the project, whose file keeps what else stands in it", async () => {
    const project = await testProject({ components: { courier: guest } });
    const file = join(project.folder, "vitrine.jsonc");
    const before = (allow: string) => `{
  // ours
  "version": 1,
  "components": {
    "courier": {
      "wasm": "build/courier.wasm", // built by hand
      "egress": { "allow": [
        // the shop
        "https://shop.example"${allow}
      ] }
    }
  },
  "triggers": { "http": [] }
}
`;
    await writeFile(file, before(""));
    const { studio, person } = await studioOf(project);
    await using _studio = studio;
    const reply = get(studio);
    await studio.api.answerEgress((await person.question()).id, "project");
    expect(await reply).toMatchObject({ value: 204 });
    expect(await get(studio)).toMatchObject({ value: 204 });
    expect(person.asked).toHaveLength(1);
    expect(await readFile(file, "utf8")).toBe(before(`,\n        "http://${authority}"`));
  });

  it("cannot allow it for a project without a file", async () => {
    const project = await testProject({ components: { courier: guest } });
    await using studio = await openTestStudio(project.wasm("courier"));
    await studio.ready("courier");
    const person = new Person(studio);
    await person.attend();
    const reply = get(studio);
    const question = await person.question();
    expect(question.rememberable).toBe(false);
    await expect(studio.api.answerEgress(question.id, "project")).rejects.toMatchObject({ code: "request-invalid" });
    await studio.api.answerEgress(question.id, "once");
    expect(await reply).toMatchObject({ value: 204 });
  });

  it("need not answer for an invocation that was killed", async () => {
    const { studio, person } = await studioOf(await testProject({ components: { courier: guest } }));
    await using _studio = studio;
    const reply = get(studio);
    const { invocation } = await person.question();
    await studio.api.kill(invocation);
    expect((await reply).outcome).toBe("killed");
    expect(person.open).toEqual([]);
  });

  it("may come late: a window that opens is told what is open", async () => {
    const { studio, person } = await studioOf(await testProject({ components: { courier: guest } }));
    await using _studio = studio;
    const reply = get(studio);
    await person.question();
    const late = windowOf(studio.studio);
    const told = new Promise<readonly EgressQuestion[]>((resolve) => late.on("egress-questions-changed", resolve));
    attend(late.api);
    const [question] = await told;
    await late.api.answerEgress(question?.id ?? 0, "once");
    expect(await reply).toMatchObject({ value: 204 });
    late.close();
  });
});

describe("a question", () => {
  const asked = {
    component: "c",
    invocation: 7,
    method: "GET",
    to: parseDestination({ scheme: "https", authority: "a.example" }),
    path: "/",
  };

  function policy(answerWithinMs: number) {
    const refusals: EgressRefusal[] = [];
    const made = new EgressPolicy({
      allowOf: () => [],
      alsoAllow: [],
      onQuestions: () => undefined,
      onRefused: (refusal) => refusals.push(refusal),
      now: () => 0,
      answerWithinMs,
    });
    return { made, refusals };
  }

  it("that nobody answers in time is a no", async () => {
    const { made, refusals } = policy(1);
    const attending = new AbortController();
    const attended = made.attend(attending.signal);
    await expect(made.permit(asked, new AbortController().signal)).rejects.toMatchObject({
      code: { tag: "HTTP-request-denied" },
    });
    expect(refusals).toEqual([{ ...asked, why: "no-answer" }]);
    attending.abort();
    await attended;
    await expect(made.permit(asked, new AbortController().signal)).rejects.toThrow();
    expect(refusals.map(({ why }) => why)).toEqual(["no-answer", "nobody-there"]);
  });
});

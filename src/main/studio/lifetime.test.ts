import { describe, expect, it } from "vitest";

import { guest, httpHello } from "../../../test/guests/guests.ts";
import { startHost } from "./fixtures/host-process.ts";
import { openTestStudio, testProject } from "./test-studio.ts";

describe("a host", () => {
  it("keeps others from the same project, names itself to them, and frees it when it is done", async () => {
    const project = await testProject({ components: { hello: await httpHello() } });
    const host = startHost([project.folder]);
    expect(await host.next()).toBe("ready");
    await expect(openTestStudio(project)).rejects.toMatchObject({
      code: "store-locked",
      message: expect.stringMatching(
        new RegExp(`process id ${host.pid}, started 20.*, at http://127\\.0\\.0\\.1:\\d+`),
      ) as string,
    });
    expect(await host.end()).toBe(0);
    await using studio = await openTestStudio(project);
    await studio.ready("hello");
  });

  it("that was killed leaves the project free, every acknowledged count there, and its open invocations killed", async () => {
    const project = await testProject({ components: { kv: await guest("kv") } });
    let expected = 0;
    for (const lines of [40, 25]) {
      const host = startHost([project.folder, "count"]);
      expect(await host.next()).toBe("ready");
      for (let line = 0; line < lines; line++) expected = Number(await host.next());
      await host.kill();

      await using studio = await openTestStudio(project);
      const ref = { backend: "keyvalue", bucket: "default", key: "acknowledged" };
      const counted = Number(new TextDecoder().decode((await studio.api.value(ref)).bytes));
      expect(counted).toBeGreaterThanOrEqual(expected);
      const history = await studio.api.keyHistory(ref, 10_000);
      expect(history.map(({ after }) => Number(new TextDecoder().decode(after?.kept)))).toEqual(
        Array.from({ length: counted }, (_, at) => counted - at),
      );
      const invocations = await studio.api.invocations({ limit: 1_000 });
      expect(invocations.filter(({ outcome }) => outcome === undefined)).toEqual([]);
      const meanwhile = invocations.find(({ title }) => title.endsWith("#increment-times"));
      expect(meanwhile).toMatchObject({ outcome: "killed" });
      expect((await studio.api.invocation(meanwhile?.id ?? 0)).changed.length).toBeGreaterThan(0);
      expect(await studio.problem(/^journal:orphans$/)).toMatchObject({ severity: "info" });
      await studio.ready("kv");
      expect(
        await studio.api.invoke({ component: "kv", target: "increment", args: ["acknowledged", 1] }),
      ).toMatchObject({
        value: counted + 1,
      });
    }
  });

  it("ends guests that still run when it closes, and the record says so", async () => {
    const project = await testProject({
      components: { loop: await guest("loop") },
      settings: { loop: { limits: { guestTimeMs: 3_600_000 } } },
    });
    const studio = await openTestStudio(project);
    await studio.ready("loop");
    const looping = studio.api.invoke({ component: "loop", target: "run", args: [1] });
    const { id } = await studio.invocation(({ outcome, calls }) => outcome === undefined && calls === 1);
    await studio[Symbol.asyncDispose]();
    expect(await looping).toMatchObject({ invocation: id, outcome: "killed" });
    await using again = await openTestStudio(project);
    expect(await again.api.invocation(id)).toMatchObject({ outcome: "killed", reason: "ended by the studio" });
    expect((await again.api.project()).problems).toEqual([]);
  });

  it("can be closed the moment it was opened, while builds are being linked", async () => {
    const components = { a: await httpHello({ padding: 2_000_000 }), b: await guest("kv"), c: await guest("loop") };
    const project = await testProject({ components });
    for (let round = 0; round < 3; round++) await (await openTestStudio(project))[Symbol.asyncDispose]();
    await using studio = await openTestStudio(project);
    for (const name of ["a", "b", "c"]) await studio.ready(name);
  });

  it("leaves nothing behind that keeps its process alive, also when guests loop while it closes", async () => {
    const project = await testProject({ components: { loop: await guest("loop") } });
    const host = startHost([project.folder, "loop"]);
    expect(await host.next()).toBe("ready");
    expect(await host.end()).toBe(0);
  });
});

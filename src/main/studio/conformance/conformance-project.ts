/** The project that the scripts run in, and what happens to it before some of them do. */
import { chmod, mkdir, readdir, rename, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { worker } from "../messaging/fixtures/guests.ts";
import { statePaths } from "../../state/state-folder.ts";
import { throwAwayFolder } from "../../state/throw-away.ts";
import { testProject, type TestProject, type TestStudio } from "../test-studio.ts";
import { BROKEN, CUT, FULL, HANDLER, UNAUDITED, type ScriptGroup } from "./groups.ts";
import type { Peers } from "./peers.ts";
import { scriptComponent } from "./script-component.ts";
import { SECOND_LINK } from "./scripts/bus.ts";
import { CLOSED, CLOSED_LINK } from "./scripts/closed-list.ts";
import { askingHandler, echoHandler, stuckHandler } from "./scripts/echo.ts";
import { TRAPPED_SUBJECT } from "./scripts/half-state.ts";
import { LOOPING } from "./scripts/handlers.ts";
import { LARGE_VALUE } from "./scripts/io.ts";
import { ECHO_SUBJECT, FULL_SUBJECT, MOST_WAITING, STUCK } from "./scripts/messaging.ts";
import { BROKEN_SECRET, SECRETS } from "./scripts/secrets.ts";

/** Handled by the components `answering` and `asking`. */
export const ANSWERED_SUBJECT = "sequences.answered";
export const ASKING_SUBJECT = "conformance.asking";

const MEBIBYTE = 1024 * 1024;

export async function conformanceProject(groups: readonly ScriptGroup[], peers: Peers): Promise<TestProject> {
  const components: Record<string, Uint8Array> = {
    echo: await worker(),
    answering: await echoHandler(),
    asking: await askingHandler(),
    [STUCK]: await stuckHandler(),
  };
  for (const { component, scripts, variant } of groups) {
    components[component] = await scriptComponent(scripts, variant);
  }
  const handlers = Object.keys(components).filter((name) => name.startsWith(`${HANDLER}-`));
  const project = await testProject({
    components,
    settings: Object.fromEntries(groups.map(({ component, settings = {} }) => [component, settings])),
    manifest: {
      backends: {
        keyvalue: { kind: "keyvalue" },
        [SECOND_LINK]: { kind: "keyvalue" },
        [BROKEN.keyvalue]: { kind: "keyvalue", persist: false },
        [CLOSED_LINK]: {
          kind: "keyvalue",
          buckets: { [CLOSED.mine]: CLOSED.mine, [CLOSED.anothers]: CLOSED.anothers },
          onlyListed: true,
        },
        blobstore: { kind: "blobstore" },
        [BROKEN.blobstore]: { kind: "blobstore", persist: false },
        messaging: { kind: "messaging" },
      },
      triggers: {
        http: [
          {
            listen: "127.0.0.1:0",
            routes: [
              { path: "/", component: HANDLER },
              ...handlers.map((name) => ({ path: `/${name}`, component: name })),
            ],
          },
          { listen: peers.ourselves, routes: [{ path: "/", component: LOOPING.component }] },
        ],
        messages: [
          { bus: "messaging", subject: ECHO_SUBJECT, component: "echo" },
          { bus: "messaging", subject: TRAPPED_SUBJECT, component: "echo" },
          { bus: "messaging", subject: ANSWERED_SUBJECT, component: "answering" },
          { bus: "messaging", subject: ASKING_SUBJECT, component: "asking" },
          { bus: "messaging", subject: FULL_SUBJECT, component: STUCK, concurrency: 1 },
        ],
      },
      secrets: {
        text: { file: "text.secret" },
        bytes: { file: "bytes.secret", as: "bytes" },
        [BROKEN_SECRET]: { file: "open.secret" },
      },
    },
  });
  const put = async (name: string, content: string | Uint8Array, mode: number) => {
    await writeFile(join(project.folder, name), content);
    await chmod(join(project.folder, name), mode);
  };
  await put("text.secret", SECRETS.text, 0o600);
  await put("bytes.secret", SECRETS.bytes, 0o600);
  await put("open.secret", "readable by all", 0o644);
  return project;
}

/** To be done before the scripts of this component run. */
export async function prepare(component: string, folder: string, { api }: TestStudio): Promise<void> {
  if (component === CUT) await cutContent(folder, api);
  if (component === FULL) await fillSubscription(api);
  if (component === UNAUDITED) await putAway(join(folder, ".vitrine", "audit.sqlite"));
}

/** The store of what is thrown away, before any guest has opened it: a folder stands where its file was. */
export async function damageStore(folder: string): Promise<void> {
  await putAway(statePaths(throwAwayFolder(join(folder, ".vitrine"))).database);
}

async function putAway(file: string): Promise<void> {
  await rename(file, `${file}.moved`);
  await mkdir(file);
}

/** As a full disk or a careless hand may leave what is too large for the database. */
async function cutContent(folder: string, api: TestStudio["api"]): Promise<void> {
  const { bucket, key, size } = LARGE_VALUE;
  await api.setValue({ backend: "keyvalue", bucket, key, value: new Uint8Array(size).fill(1) });
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => /[/\\]content[/\\][0-9a-f]{64}$/.test(name));
  if (files.length !== 2) throw new Error(`expected the content of two large values, found ${files.length}`);
  for (const file of files) await truncate(join(folder, file), 1000);
}

/** The first message has the handler; the others wait. */
async function fillSubscription(api: TestStudio["api"]): Promise<void> {
  const body = new Uint8Array(MEBIBYTE);
  for (let sent = 0; sent <= MOST_WAITING; sent++) {
    await api.publish({ backend: "messaging", subject: FULL_SUBJECT, body });
  }
}

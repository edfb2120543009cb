import type { StartView, VitrineBridge } from "../../shared/bridge.ts";
import { MAX_CHECK_BYTES, type StudioApi } from "../../shared/contract.ts";
import type { Answer, NewProject } from "../../shared/desk.ts";
import { fromErrorView } from "../../shared/errors.ts";
import type { ContractReport, TemplateView } from "../../shared/model.ts";
import { byteSize } from "../format/quantity.ts";
import { ValueStore } from "../store/value-store.ts";

/** What was dropped or chosen, as far as a page gets to know it. */
export interface GivenFile {
  readonly name: string;
  readonly size: number;
  readonly isFolder: boolean;
  /** The file itself: the bridge finds its path by it. */
  readonly file: Pick<File, "arrayBuffer">;
  /** How many others came with it and are left out. */
  readonly others: number;
}

/** What is known of something that somebody wants to look at before it is opened. */
export type Inspection = Pick<GivenFile, "name" | "others"> &
  (
    | { readonly phase: "reading" }
    | { readonly phase: "done"; readonly report: ContractReport }
    | { readonly phase: "failed"; readonly error: string }
    /** A browser tells no page where a folder is. */
    | { readonly phase: "folder" }
  );

export interface DeskState {
  /** The form for a new project is open. */
  readonly newProject: boolean;
  readonly inspection?: Inspection;
}

/** What needs no open project: making one, and looking at one before it is opened. */
export class DeskStore extends ValueStore<DeskState> {
  readonly #api: StudioApi;
  readonly #bridge: VitrineBridge | undefined;
  readonly #stop: () => void;

  constructor(api: StudioApi, bridge: VitrineBridge | undefined) {
    super({ newProject: false });
    this.#api = api;
    this.#bridge = bridge;
    this.#stop = bridge?.desk.onNewProject(() => this.showNewProject(true)) ?? (() => undefined);
  }

  /** False in a browser, which can make no folders and knows no paths. */
  get inApp(): boolean {
    return this.#bridge !== undefined;
  }

  showNewProject(newProject: boolean): void {
    this.set({ ...this.get(), newProject });
  }

  templates(): Promise<readonly TemplateView[]> {
    return this.#bridge === undefined ? this.#api.templates() : this.#bridge.desk.templates().then(valueOf);
  }

  /** Nothing in a browser. */
  async start(): Promise<StartView | undefined> {
    return this.#bridge?.desk.start();
  }

  /** Undefined when it was cancelled. */
  async choosePlace(from: string): Promise<string | undefined> {
    return (await this.#bridge?.desk.choosePlace(from)) ?? undefined;
  }

  /** Makes it; the window then goes over to it. @throws what the shell answers */
  async createProject(project: NewProject): Promise<void> {
    if (this.#bridge === undefined) throw new Error("A browser cannot make folders.");
    valueOf(await this.#bridge.desk.createProject(project));
  }

  /** Reads what was given and shows what it asks of this host. Nothing of it is run. */
  async inspect(given: GivenFile): Promise<void> {
    const head = { name: given.name, others: given.others };
    if (this.#bridge === undefined && given.isFolder) return this.#show({ ...head, phase: "folder" });
    this.#show({ ...head, phase: "reading" });
    const reading = this.get().inspection;
    let found: Inspection;
    try {
      found = { ...head, phase: "done", report: await this.#report(given) };
    } catch (error) {
      found = { ...head, phase: "failed", error: error instanceof Error ? error.message : String(error) };
    }
    // Closed meanwhile, or something else was given.
    if (this.get().inspection === reading) this.#show(found);
  }

  closeInspection(): void {
    this.#show(undefined);
  }

  /** Only in the app: the window goes over to it. */
  async open(path: string): Promise<void> {
    await this.#bridge?.openPath(path);
  }

  dispose(): void {
    this.#stop();
  }

  async #report({ name, size, file }: GivenFile): Promise<ContractReport> {
    if (this.#bridge !== undefined) {
      const path = this.#bridge.pathForFile(file);
      if (path === "") throw new Error(`${name} is not a file on this machine. Save it first, then open it.`);
      return valueOf(await this.#bridge.desk.check(path));
    }
    if (size > MAX_CHECK_BYTES) {
      throw new Error(
        `${name} has ${byteSize(size)}; a browser can hand over up to ${byteSize(MAX_CHECK_BYTES)}. In a terminal: vitrine check ${name}`,
      );
    }
    return this.#api.check(name, new Uint8Array(await file.arrayBuffer()));
  }

  #show(inspection: Inspection | undefined): void {
    const { newProject } = this.get();
    this.set({ newProject, ...(inspection === undefined ? {} : { inspection }) });
  }
}

function valueOf<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw fromErrorView(answer.error);
}

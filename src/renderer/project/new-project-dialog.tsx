import { FolderOpen } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { Heading } from "react-aria-components";
import type { TemplateView } from "../../shared/model.ts";
import { MAX_PROJECT_NAME_CHARS, toWitName } from "../../shared/wit-name.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { Failed, Loading } from "../design/view-state.tsx";
import { WindowDialog } from "../design/window-dialog.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { newProjectCommand } from "./new-project-command.ts";
import styles from "./new-project-dialog.module.css";

/** Asks for what a new project needs. In the app it is made and opened; in a browser the command for it is shown. */
export function NewProjectDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <WindowDialog open={open} onClose={onClose} width={560} className={styles["dialog"]}>
      <Heading slot="title" className={styles["title"] ?? ""}>
        New project
      </Heading>
      <NewProjectForm onClose={onClose} />
    </WindowDialog>
  );
}

function NewProjectForm({ onClose }: { readonly onClose: () => void }) {
  const { desk } = useWorkbench();
  const [templates, setTemplates] = useState<readonly TemplateView[]>();
  const [failure, setFailure] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    desk.templates().then(
      (found) => !gone && setTemplates(found),
      (error: Error) => !gone && setFailure(error.message),
    );
    return () => {
      gone = true;
    };
  }, [desk, attempt]);
  const retry = () => {
    setFailure(undefined);
    setAttempt(attempt + 1);
  };
  const first = templates?.find(({ id }) => id === PREFERRED) ?? templates?.[0];
  if (failure !== undefined) return <Failed title="The templates could not be read" error={failure} onRetry={retry} />;
  if (templates === undefined || first === undefined) return <Loading label="Reading the templates" rows={4} />;
  return <Fields templates={templates} first={first} onClose={onClose} />;
}

/** What `vitrine new` makes without being told. */
const PREFERRED = "http-counter";

interface FieldsProps {
  readonly templates: readonly TemplateView[];
  readonly first: TemplateView;
  readonly onClose: () => void;
}

function Fields({ templates, first, onClose }: FieldsProps) {
  const { desk } = useWorkbench();
  const [template, setTemplate] = useState(first);
  /** Undefined until somebody writes one: then it follows the template. */
  const [written, setWritten] = useState<string>();
  const [place, setPlace] = useState<string>();
  const [making, setMaking] = useState(false);
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    desk.start().then(
      (start) => setPlace((chosen) => chosen ?? start?.place),
      (error: Error) => setFailure(error.message),
    );
  }, [desk]);
  const name = written ?? template.id;
  const folderName = toWitName(name);
  const create = async () => {
    if (place === undefined || folderName === undefined) return;
    setMaking(true);
    setFailure(undefined);
    try {
      await desk.createProject({ template: template.id, name, place });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      setMaking(false);
    }
  };
  const choose = async () => {
    const chosen = await desk.choosePlace(place ?? "");
    if (chosen !== undefined) setPlace(chosen);
  };
  return (
    <form
      className={styles["form"]}
      aria-label="New project"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void create();
      }}
    >
      <TemplateChoice templates={templates} chosen={template} onChoose={setTemplate} />
      <label className={styles["field"]}>
        <span>Name</span>
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the first thing to say in a dialog somebody asked for
          autoFocus
          value={name}
          spellCheck={false}
          aria-invalid={folderName === undefined}
          aria-describedby="new-project-name"
          onChange={(event) => setWritten(event.target.value)}
          onFocus={(event) => event.target.select()}
        />
        <output id="new-project-name" className={folderName === undefined ? "bad" : "dim"}>
          {nameNote(name, folderName)}
        </output>
      </label>
      {desk.inApp ? (
        <div className={styles["field"]}>
          <span>Folder</span>
          <div className={styles["place"]}>
            <output className="mono" aria-label="Where it is made">
              {place === undefined ? "…" : joined(place, folderName ?? "…")}
            </output>
            <button type="button" onClick={() => void choose()}>
              <FolderOpen size={14} aria-hidden /> Choose…
            </button>
          </div>
        </div>
      ) : (
        folderName !== undefined && <Command template={template.id} name={name} folder={folderName} />
      )}
      <p className="dim">
        Needs {template.needs.join("; ")}. Its build command runs once you trust the folder, never before.
      </p>
      {failure !== undefined && (
        <p className="bad" role="alert">
          {failure}
        </p>
      )}
      <div className={styles["foot"]}>
        <button type="button" onClick={onClose}>
          {desk.inApp ? "Cancel" : "Close"}
        </button>
        {desk.inApp && (
          <button
            type="submit"
            className="primary"
            disabled={making || place === undefined || folderName === undefined}
            aria-busy={making}
          >
            {making ? "Making the project" : "Create and open"}
          </button>
        )}
      </div>
    </form>
  );
}

interface TemplateChoiceProps {
  readonly templates: readonly TemplateView[];
  readonly chosen: TemplateView;
  readonly onChoose: (template: TemplateView) => void;
}

function TemplateChoice({ templates, chosen, onChoose }: TemplateChoiceProps) {
  return (
    <fieldset className={styles["templates"]}>
      <legend>Template</legend>
      {templates.map((each) => (
        <label key={each.id} className={styles["template"]}>
          <input type="radio" name="template" checked={each.id === chosen.id} onChange={() => onChoose(each)} />
          <b>{each.title}</b>
          <span className="dim">{each.description}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Command(project: { readonly template: string; readonly name: string; readonly folder: string }) {
  const command = newProjectCommand(project);
  return (
    <div className={styles["field"]}>
      <span>Run where the project is to be</span>
      <div className={styles["command"]}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys */}
        <pre tabIndex={0}>{command}</pre>
        <CopyButton label="Copy command" text={() => command} />
      </div>
      <span className="dim">
        A browser cannot make folders on the machine where the studio runs. The second line shows the new project in a
        tab of its own; this project stays open.
      </span>
    </div>
  );
}

function nameNote(name: string, folderName: string | undefined): string {
  if (folderName === undefined) {
    return `A name has a letter, and at most ${MAX_PROJECT_NAME_CHARS} letters, digits and hyphens.`;
  }
  return folderName === name
    ? "Also the name of its component and its world."
    : `Written ${folderName} in WIT and on disk.`;
}

/** For the eye: the studio joins them itself. */
function joined(place: string, folder: string): string {
  const separator = place.includes("\\") && !place.includes("/") ? "\\" : "/";
  return place.endsWith(separator) ? `${place}${folder}` : `${place}${separator}${folder}`;
}

import { Pencil, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import type { MessageTemplate } from "../../shared/model.ts";
import { MenuButton } from "../design/menu-button.tsx";
import { KeptList } from "../list/kept-list.tsx";
import styles from "../list/kept-list.module.css";
import { briefBytes } from "../viewers/brief-value.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { composeMessage } from "./message-actions.ts";
import { draftOfTemplate } from "./message-draft.ts";
import { deleteTemplate, sendTemplate } from "./template-actions.ts";
import { RenameTemplateDialog } from "./template-dialogs.tsx";
import { useTemplates } from "./use-messaging.ts";

/** Messages kept under a name: opened to be edited, sent as they are, renamed, deleted. */
export function TemplateList({ search }: { readonly search: string }) {
  const loaded = useTemplates();
  const [renaming, setRenaming] = useState<MessageTemplate>();
  const words = search.toLowerCase().split(/\s+/);
  const rows = loaded.value?.filter(({ name, subject }) =>
    words.every((word) => `${name} ${subject}`.toLowerCase().includes(word)),
  );
  const empty =
    search === ""
      ? "None yet. “Save as template” keeps what is in the form under a name, with the project."
      : "No template has these words.";
  return (
    <>
      <KeptList
        label="Templates"
        items={rows}
        error={loaded.error?.message}
        empty={empty}
        row={(template) => <Row key={template.id} template={template} onRename={() => setRenaming(template)} />}
      />
      <RenameTemplateDialog asked={renaming} onClose={() => setRenaming(undefined)} />
    </>
  );
}

interface RowProps {
  readonly template: MessageTemplate;
  readonly onRename: () => void;
}

function Row({ template, onRename }: RowProps) {
  const workbench = useWorkbench();
  const { name, kind, subject, body } = template;
  return (
    <li className={styles["row"]}>
      <button
        type="button"
        className={styles["open"]}
        title="Open it to edit and send"
        onClick={() => composeMessage(workbench, draftOfTemplate(template))}
      >
        <span className={styles["name"]}>{name}</span>
        <span className="cut">
          {subject !== name && <span className="mono dim">{subject}</span>}{" "}
          <span className="dim">{briefBytes({ kept: body, total: body.length })}</span>
        </span>
        <span className="dim">{kind}</span>
      </button>
      <button
        type="button"
        className="quiet icon"
        aria-label={`Send ${name}`}
        title="Send it as it is"
        onClick={() => void sendTemplate(workbench, template)}
      >
        <Send size={12} aria-hidden />
      </button>
      <MenuButton
        label={`More for ${name}`}
        entries={[
          { label: "Rename…", icon: Pencil, run: onRename },
          { label: "Delete", icon: Trash2, run: () => void deleteTemplate(workbench, template) },
        ]}
      />
    </li>
  );
}

import type { MessageTemplate, SaveTemplateInput } from "../../shared/model.ts";
import type { Workbench } from "../workbench/workbench.ts";
import { sendDraft } from "./message-actions.ts";
import { draftOfTemplate } from "./message-draft.ts";

/** What a person does with templates: done at once, with Undo, and told. False: it did not work, which is told, too. */

/** Keeps it; `before` has the name already, and gives it up. */
export async function saveTemplate(
  { api, toasts }: Workbench,
  template: SaveTemplateInput,
  before: MessageTemplate | undefined,
): Promise<boolean> {
  try {
    const saved = await api.saveMessageTemplate({ ...template, ...(before === undefined ? {} : { id: before.id }) });
    const undo = async () => {
      if (before === undefined) await api.deleteMessageTemplate(saved.id);
      else await api.saveMessageTemplate(before);
    };
    toasts.done(`${before === undefined ? "Saved" : "Replaced"} the template ${saved.name}.`, undoes(undo));
    return true;
  } catch (error) {
    toasts.failed(`The template ${template.name} was not saved.`, error);
    return false;
  }
}

export async function renameTemplate(
  { api, toasts }: Workbench,
  before: MessageTemplate,
  name: string,
): Promise<boolean> {
  try {
    await api.saveMessageTemplate({ ...before, name });
    toasts.done(
      `Renamed the template ${before.name} to ${name}.`,
      undoes(async () => void (await api.saveMessageTemplate(before))),
    );
    return true;
  } catch (error) {
    toasts.failed(`The template ${before.name} stays as it was.`, error);
    return false;
  }
}

export async function deleteTemplate({ api, toasts }: Workbench, template: MessageTemplate): Promise<void> {
  try {
    await api.deleteMessageTemplate(template.id);
    toasts.done(
      `Deleted the template ${template.name}.`,
      undoes(async () => void (await api.saveMessageTemplate(template))),
    );
  } catch (error) {
    toasts.failed(`The template ${template.name} was not deleted.`, error);
  }
}

/** As it is, once more; what became of it is shown in the form. */
export async function sendTemplate(workbench: Workbench, template: MessageTemplate): Promise<void> {
  await sendDraft(workbench, draftOfTemplate(template));
}

function undoes(run: () => Promise<void>) {
  return { label: "Undo", undo: true, run };
}

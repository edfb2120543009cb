import { useEffect, useEffectEvent } from "react";
import { componentInView, rebuild, sendAgain, views } from "../workbench/actions.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { toOutput } from "../panel/to-output.ts";
import { intoList } from "./into-list.ts";
import { type Command, commandOf } from "./shortcuts.ts";

interface FrameCommands {
  openPalette(jump: boolean): void;
  toggleSidebar(): void;
  showKeys(): void;
}

/** Listens to the whole window. Where a view has a field to find or filter, it is marked `data-find`. */
export function useShortcuts(frame: FrameCommands): void {
  const workbench = useWorkbench();
  const run = useEffectEvent((command: Command): boolean => {
    switch (command.kind) {
      case "palette":
        frame.openPalette(command.jump);
        return true;
      case "sidebar":
        frame.toggleSidebar();
        return true;
      case "panel":
        workbench.panel.toggle();
        return true;
      case "keys":
        frame.showKeys();
        return true;
      case "send-again":
        void sendAgain(workbench);
        return true;
      case "output":
        toOutput(workbench);
        return true;
      case "settings":
        workbench.settings.show(true);
        return true;
      case "undo":
        return workbench.toasts.undoLatest();
      case "redo":
        return workbench.toasts.redoLatest();
      case "open":
        if (workbench.bridge === undefined) return false;
        void workbench.bridge.openDialog();
        return true;
      case "find": {
        const field = document.querySelector<HTMLInputElement>("[data-find]");
        field?.focus();
        field?.select();
        return field !== null;
      }
      case "view": {
        const view = views[command.index];
        if (view === undefined) return false;
        workbench.route.resume(view.id);
        // Not left on what led to the view before: from nowhere the arrows go into the list.
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        return true;
      }
      case "reload": {
        const component = componentInView(workbench);
        if (component !== undefined) void rebuild(workbench, component);
        // Taken in any case: reloading the page is never what a person means here.
        return true;
      }
    }
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const typing =
        event.target instanceof Element &&
        event.target.closest("input, textarea, select, [contenteditable=true]") !== null;
      const command = commandOf(event, typing);
      if (command === undefined ? intoList(event) : run(command)) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

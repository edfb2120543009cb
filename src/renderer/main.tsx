import "./design/base.css";
import { createRoot } from "react-dom/client";
import { NEW_PARAMETER, START_PARAMETER, type VitrineBridge } from "../shared/bridge.ts";
import { App } from "./app.tsx";
import { openBridgePort } from "./connection/bridge-port.ts";
import { servedPorts, startOverOnNewLink, takeToken } from "./connection/served-session.ts";
import { StartPage } from "./project/start-page.tsx";
import { createWorkbench } from "./workbench/workbench.ts";
import { WorkbenchContext } from "./workbench/workbench-context.ts";

const bridge = (window as { readonly vitrine?: VitrineBridge }).vitrine;
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root.");

if (bridge === undefined) startOverOnNewLink();
const openPort = bridge === undefined ? servedPorts(takeToken()) : () => openBridgePort(bridge);
const workbench = createWorkbench(openPort, bridge);
window.addEventListener("pagehide", (event) => {
  // A page that is only put aside comes back as it was.
  if (!event.persisted) workbench.dispose();
});
// A file dropped beside a target must not take the place of the page.
for (const type of ["dragover", "drop"]) window.addEventListener(type, (event) => event.preventDefault());
// The shell shows this page without a project, too; then there is no studio to look for.
const asked = new URLSearchParams(location.search);
if (bridge !== undefined && asked.has(NEW_PARAMETER)) workbench.desk.showNewProject(true);
if (bridge !== undefined && asked.has(START_PARAMETER)) {
  root.dataset["state"] = "ready";
  createRoot(root).render(
    <WorkbenchContext value={workbench}>
      <StartPage />
    </WorkbenchContext>,
  );
} else {
  createRoot(root).render(<App workbench={workbench} root={root} />);
  void workbench.session.open();
}

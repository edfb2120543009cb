import type { HostCallView, InvocationId } from "../../shared/model.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { openMessage } from "./message-actions.ts";
import { useInvocationMessages } from "./use-messaging.ts";

/** The way from a host call to the message that it put on the record. */
export function SentMessage({ call, invocation }: { readonly call: HostCallView; readonly invocation: InvocationId }) {
  const workbench = useWorkbench();
  const { value, error } = useInvocationMessages(invocation);
  const id = value?.pairs.get(call.seq);
  if (id !== undefined) {
    const message = value?.sent.find((one) => one.id === id);
    return (
      <>
        <button type="button" className="link" onClick={() => openMessage(workbench, id)}>
          message {id}
        </button>
        {message?.problem !== undefined && <span className="warn"> {message.problem}</span>}
      </>
    );
  }
  if (value === undefined) return <span className="dim">{error === undefined ? "…" : error.message}</span>;
  return <span className="dim">not on the record: the broker refused it, or it was cleared</span>;
}

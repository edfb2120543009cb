import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useEffectEvent, useRef } from "react";
import { editorTheme } from "./editor-theme.ts";
import { exactText } from "./exact-text.ts";
import { jsonColors } from "./json-colors.ts";

interface CodeEditorProps {
  readonly label: string;
  readonly language: "json" | "text";
  /** What is edited at first; another text starts over. */
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** Ctrl+Enter */
  readonly onSubmit?: () => void;
  /** Escape; the Tab key then moves on, so that the field is no trap for a keyboard. */
  readonly onCancel?: () => void;
  /** Take the focus when it appears. */
  readonly focused?: boolean;
}

/** A text field for code that gives back exactly the characters it was given. */
export function CodeEditor(props: CodeEditorProps) {
  const { label, language, text, focused = false } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const submit = useEffectEvent(() => {
    props.onSubmit?.();
    return props.onSubmit !== undefined;
  });
  const cancel = useEffectEvent(() => {
    props.onCancel?.();
    return props.onCancel !== undefined;
  });
  const changed = useEffectEvent((next: string) => props.onChange(next));
  const startText = useEffectEvent(() => text);
  const takesFocus = useEffectEvent(() => focused);
  useEffect(() => {
    if (host.current === null) return;
    const extensions: Extension[] = [
      exactText,
      lineNumbers(),
      history(),
      highlightSpecialChars(),
      bracketMatching(),
      indentOnInput(),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label }),
      // First, so that Ctrl+Enter is not taken as a blank line.
      keymap.of([
        { key: "Mod-Enter", run: () => submit() },
        { key: "Escape", run: () => cancel() },
        ...defaultKeymap,
        ...historyKeymap,
      ]),
      ...(language === "json" ? [json(), jsonColors, keymap.of([indentWithTab])] : []),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.sliceDoc());
      }),
      editorTheme,
    ];
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({ doc: startText(), extensions }),
    });
    view.current = editor;
    if (takesFocus()) editor.focus();
    return () => editor.destroy();
  }, [label, language]);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.sliceDoc() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: editor.state.toText(text) } });
  }, [text]);
  return <div ref={host} style={{ height: "100%", minHeight: 0 }} />;
}

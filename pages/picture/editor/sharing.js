// The finished picture to the clipboard and to the phone's share sheet. The server makes the file
// when it is asked for; a browser that wants a fresh tap by then is given one.

function prepareSharing(editor) {
  const { copy, share } = editor.buttons;
  copy.hidden = !(window.ClipboardItem && navigator.clipboard?.write);
  copy.addEventListener("click", () => {
    const file = wanted(editor, "png");
    const item = new ClipboardItem({ "image/png": file });
    navigator.clipboard.write([item]).then(
      () => editor.say("The picture is in the clipboard."),
      () => editor.say("This browser does not let a page copy pictures. Save it instead."),
    );
  });
  share.hidden = !navigator.canShare?.({ files: [new File([""], "a.jpg", { type: "image/jpeg" })] });
  share.addEventListener("click", async () => {
    const key = JSON.stringify([editor.data.key, editor.version, editor.data.look]);
    if (editor.shared?.key !== key) {
      const blob = await wanted(editor, "jpeg");
      editor.shared = { key, file: new File([blob], blob.title, { type: blob.type }) };
    }
    try {
      await navigator.share({ files: [editor.shared.file] });
      editor.say("");
    } catch (problem) {
      if (problem.name === "NotAllowedError") editor.say("The picture is ready: press Share once more.");
      else if (problem.name !== "AbortError") editor.say("This browser could not share it. Save it instead.");
    }
  });
}

// A promise of the finished picture as a blob.
function wanted(editor, kind) {
  editor.say("The picture is being made …");
  editor.wishes = (editor.wishes ?? 0) + 1;
  const wish = { key: editor.data.key, kind, number: `${Date.now()}-${editor.wishes}`, version: editor.version };
  return new Promise((resolve, reject) => {
    editor.waiting = { number: wish.number, resolve, reject };
    clearTimeout(editor.timer); // an edit not told yet travels along
    editor.unsent = false;
    editor.ask({ ...wish, edits: editor.history });
  });
}

async function deliver(editor, answer) {
  const { waiting } = editor;
  if (!answer || waiting?.number !== answer.number) return;
  editor.waiting = null;
  try {
    const blob = await (await fetch(answer.url)).blob();
    waiting.resolve(Object.assign(blob.slice(0, blob.size, answer.type), { title: answer.name }));
  } catch (problem) {
    waiting.reject(problem);
  }
}

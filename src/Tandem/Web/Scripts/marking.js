/**
 * Saves each mark of a requirement as it is made: the line's own fields go to the form's address with handler=One, which answers
 * {"saved": true, "text": "Saved"}. Lines are sent one after another, so that the last press on a line is the one that stands. Without
 * scripts the form has a button.
 */
export function saveMarks(root) {
  for (const form of root.querySelectorAll("form[data-marking]")) {
    const hint = form.parentElement.querySelector("[data-marking-hint]");
    if (hint) {
      hint.hidden = false;
    }
    let last = Promise.resolve();
    form.addEventListener("change", (event) => {
      const line = event.target.closest("li");
      const number = /^(?:level|comment)-(\d+)$/.exec(event.target.name)?.[1];
      if (line && number && form.querySelector(`[name="level-${number}"]:checked`)) {
        last = last.then(() => save(form, line, number));
      }
    });
  }
}

async function save(form, line, number) {
  const said = line.querySelector("[data-saved]");
  const all = new FormData(form);
  const sent = new URLSearchParams();
  for (const name of ["__RequestVerificationToken", "Organisation", ...["level", "comment", "was", "commentwas"].map((n) => `${n}-${number}`)]) {
    sent.append(name, all.get(name) ?? "");
  }
  said.textContent = "Saving…";
  said.removeAttribute("data-failed");
  try {
    const answer = await fetch(`${location.pathname}?handler=One`, { method: "POST", body: sent, headers: { accept: "application/json" } });
    const now = await answer.json();
    if (!answer.ok || !now.saved) {
      throw new Error(now.text);
    }
    line.querySelector(`[name="was-${number}"]`).value = sent.get(`level-${number}`);
    line.querySelector(`[name="commentwas-${number}"]`).value = sent.get(`comment-${number}`);
    said.textContent = now.text;
  } catch (fault) {
    said.textContent = fault instanceof TypeError || fault instanceof SyntaxError ? "Not saved: there is no connection. Press “Save the marks” when there is." : fault.message;
    said.setAttribute("data-failed", "");
  }
}

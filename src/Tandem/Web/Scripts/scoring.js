/**
 * Saves a score at each tap and its words while they are typed: the form's fields go to its address with handler=Tap, which answers
 * {"saved": true, "text": "Saved"}. What cannot be sent is kept in this browser, under the reader's own key, and sent when there is a connection
 * again; a page opened later shows it and sends it too. Without scripts the form has a button.
 */
const pause = 900;

export function keepScores(root) {
  const forms = [...root.querySelectorAll("form[data-scoring]")];
  forms.forEach(watch);
  if (forms.length > 0) {
    const own = `tandem-score:${forms[0].dataset.scoring}:`;
    const token = forms[0].querySelector("[name=__RequestVerificationToken]")?.value ?? "";
    const rest = () => sendRest(own, token);
    window.addEventListener("online", rest);
    rest();
  }
}

function watch(form) {
  if (form.getAttribute("action")?.includes("handler=")) {
    return;
  }
  const key = `tandem-score:${form.dataset.scoring}:${location.pathname}`;
  const said = form.querySelector("[data-saved]");
  const kept = localStorage.getItem(key);
  let last = Promise.resolve();
  let waiting = 0;
  const save = () => {
    clearTimeout(waiting);
    last = last.then(() => send(form, key, said));
  };
  form.addEventListener("change", save);
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) {
      keep(form, key);
      clearTimeout(waiting);
      waiting = setTimeout(save, pause);
    }
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (!navigator.onLine) {
      event.preventDefault();
      keep(form, key);
      tell(said, "There is no connection. What you have typed is kept here, and sent when there is one.", true);
    } else {
      localStorage.removeItem(key);
    }
  });
  window.addEventListener("online", save);
  if (kept) {
    fill(form, JSON.parse(kept));
    save();
  }
}

const fields = (form) => ({ Value: form.querySelector("[name=Value]:checked")?.value ?? "", Words: form.querySelector("[name=Words]")?.value ?? "" });

const keep = (form, key) => localStorage.setItem(key, JSON.stringify(fields(form)));

function fill(form, kept) {
  const choice = form.querySelector(`[name=Value][value="${CSS.escape(kept.Value)}"]`);
  if (choice) {
    choice.checked = true;
  }
  const words = form.querySelector("[name=Words]");
  if (words) {
    words.value = kept.Words;
  }
}

async function send(form, key, said) {
  keep(form, key);
  const sent = fields(form);
  tell(said, "Saving…");
  try {
    tell(said, await post(location.pathname, sent, form.querySelector("[name=__RequestVerificationToken]").value));
    if (localStorage.getItem(key) === JSON.stringify(sent)) {
      localStorage.removeItem(key);
    }
  } catch (fault) {
    tell(said, fault instanceof TypeError || fault instanceof SyntaxError ? "Not sent yet: there is no connection. It is kept here, and sent when there is one." : fault.message, true);
  }
}

async function post(path, sent, token) {
  const body = new URLSearchParams({ ...sent, __RequestVerificationToken: token });
  const answer = await fetch(`${path}?handler=Tap`, { method: "POST", body, headers: { accept: "application/json" } });
  const now = await answer.json();
  if (!answer.ok || !now.saved) {
    throw new Error(now.text);
  }
  return now.text;
}

/** What was typed on other pages and could not be sent then. */
async function sendRest(own, token) {
  for (const key of Object.keys(localStorage).filter((k) => k.startsWith(own) && !k.endsWith(`:${location.pathname}`))) {
    try {
      await post(key.slice(own.length), JSON.parse(localStorage.getItem(key)), token);
      localStorage.removeItem(key);
    } catch (fault) {
      if (!(fault instanceof TypeError || fault instanceof SyntaxError)) {
        // Refused, because it was handed in or taken away meanwhile: sending it again would not help.
        localStorage.removeItem(key);
      }
    }
  }
}

function tell(said, words, failed = false) {
  if (said) {
    said.textContent = words;
    said.toggleAttribute("data-failed", failed);
  }
}

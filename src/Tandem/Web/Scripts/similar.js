/**
 * Shows, while somebody writes, what others have put forward already. The form names the address in data-similar; it is asked about all that is typed into
 * the form's text fields, and answers [{path, title, support}]. Without scripts the page before posting says the same.
 */
export function showSimilar(root) {
  for (const form of root.querySelectorAll("form[data-similar]")) {
    const out = form.querySelector("[data-similar-out]");
    const fields = [...form.querySelectorAll("input[type=text], textarea")];
    let waiting;
    let last = "";
    const ask = async () => {
      const words = fields.map((f) => f.value).join(" ").trim().slice(0, 1000);
      if (words.length < 8 || words === last) {
        return;
      }
      last = words;
      try {
        const address = new URL(form.dataset.similar, location.href);
        address.searchParams.set("q", words);
        const answer = await fetch(address, { headers: { accept: "application/json" } });
        if (answer.ok && words === last) {
          show(out, await answer.json());
        }
      } catch {
        last = "";
      }
    };
    for (const field of fields) {
      field.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(ask, 700);
      });
    }
  }
}

function show(out, found) {
  out.replaceChildren();
  out.hidden = found.length === 0;
  if (found.length === 0) {
    return;
  }
  const heading = document.createElement("h2");
  heading.className = "govuk-heading-s";
  heading.textContent = "Perhaps somebody has said the same already";
  const list = document.createElement("ul");
  list.className = "govuk-list govuk-list--bullet";
  for (const { path, title, support } of found) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = path;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = title;
    const supporters = support === 0 ? "" : support === 1 ? " One person supports it." : ` ${support} people support it.`;
    line.append(link, ` (opens in a new tab).${supporters}`);
    list.append(line);
  }
  out.append(heading, list);
}

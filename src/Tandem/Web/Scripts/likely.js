/**
 * Shows, while somebody types, what may be the same and the likely category. The form names the address in data-likely; the fields it is asked about
 * carry data-likely-field; the answer is {"similar": [{path, title, organisation, why}], "categories": [{code, name, sure, why}]}. Without scripts the
 * next page says the same.
 */
export function showLikely(root) {
  for (const form of root.querySelectorAll("form[data-likely]")) {
    const out = form.querySelector("[data-likely-out]");
    const fields = [...form.querySelectorAll("[data-likely-field]")];
    let waiting;
    let last = "";
    const ask = async () => {
      const query = new URLSearchParams(fields.map((f) => [f.dataset.likelyField, f.value.slice(0, 1000)]));
      if (form.dataset.likelyExcept) {
        query.set("except", form.dataset.likelyExcept);
      }
      if (query.toString() === last) {
        return;
      }
      last = query.toString();
      try {
        const answer = await fetch(`${form.dataset.likely}?${query}`, { headers: { accept: "application/json" } });
        if (answer.ok && query.toString() === last) {
          show(out, await answer.json(), form);
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

function show(out, { similar, categories }, form) {
  out.replaceChildren();
  out.hidden = similar.length + categories.length === 0;
  if (similar.length > 0) {
    out.append(text("h3", "Perhaps on the pipeline already", "govuk-heading-s"));
    const list = text("ul", "", "govuk-list");
    for (const item of similar) {
      const line = document.createElement("li");
      const link = text("a", item.title, "govuk-link");
      link.href = item.path;
      link.target = "_blank";
      link.rel = "noopener";
      line.append(link, `, ${item.organisation} (opens in a new tab). ${item.why}`);
      list.append(line);
    }
    out.append(list);
  }
  if (categories.length > 0) {
    out.append(text("h3", "Likely categories", "govuk-heading-s"));
    const list = text("ul", "", "govuk-list");
    for (const { code, name, sure, why } of categories) {
      const line = document.createElement("li");
      const use = text("button", `Use ${code}`, "td-link-button");
      use.type = "button";
      use.addEventListener("click", () => {
        form.querySelector("[data-likely-field=codes]").value = code;
        form.querySelector("[data-likely-field=codes]").focus();
      });
      line.append(`${name}, ${Math.round(sure * 100)}% sure${why ? `, because of ${why}` : ""}. `, use);
      list.append(line);
    }
    out.append(list);
  }
}

function text(kind, words, className) {
  const made = document.createElement(kind);
  made.textContent = words;
  made.className = className;
  return made;
}

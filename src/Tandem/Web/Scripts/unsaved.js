/**
 * Asks before a page is left on which answers were typed and not saved. A form says with data-unsaved that it is one of those; its own buttons save. Without
 * scripts the buttons save all the same, and the page says that they do.
 */
export function keepUnsaved(root) {
  for (const form of root.querySelectorAll("form[data-unsaved]")) {
    let changed = false;
    form.addEventListener("input", () => {
      changed = true;
    });
    form.addEventListener("submit", () => {
      changed = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (changed) {
        event.preventDefault();
      }
    });
  }
}

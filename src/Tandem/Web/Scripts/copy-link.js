/** Shows the "Copy link" buttons and says, also to a screen reader, when the address has been copied. */
export function copyLinks(root) {
  for (const button of root.querySelectorAll("button[data-copy-link]")) {
    if (!navigator.clipboard) {
      continue;
    }
    button.hidden = false;
    const status = button.nextElementSibling;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(new URL(button.dataset.copyLink, location.href).href);
      status.textContent = "Link copied";
      setTimeout(() => (status.textContent = ""), 4000);
    });
  }
}

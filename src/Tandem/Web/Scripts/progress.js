/**
 * Follows long work: asks the address in data-progress every second or so and moves the bar. The answer is
 * {"done": 120, "total": 400, "text": "120 of 400 rows", "finished": false}; when finished, the page is loaded afresh.
 */
export function followProgress(root) {
  for (const box of root.querySelectorAll("[data-progress]")) {
    follow(box, box.dataset.progress, 0);
  }
}

function follow(box, address, failures) {
  setTimeout(
    async () => {
      try {
        const answer = await fetch(address, { headers: { accept: "application/json" }, cache: "no-store" });
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        const now = await answer.json();
        if (now.finished) {
          location.reload();
          return;
        }
        show(box, now);
        follow(box, address, 0);
      } catch {
        follow(box, address, Math.min(failures + 1, 5));
      }
    },
    1000 * 2 ** failures,
  );
}

function show(box, now) {
  const bar = box.querySelector("progress");
  if (now.total > 0) {
    bar.max = now.total;
    bar.value = now.done;
  } else {
    bar.removeAttribute("value");
  }
  box.querySelector("[data-progress-text]").textContent = now.text;
}

// Choosing a rating that asks for a reason opens the fields for it; without this script they are opened by hand.
export function openReasons(root) {
  for (const part of root.querySelectorAll("[data-explained]")) {
    const asked = part.dataset.explained.split(" ");
    part.addEventListener("change", (event) => {
      const words = part.querySelector("details");
      if (words && event.target.type === "radio" && asked.includes(event.target.value)) {
        words.open = true;
      }
    });
  }
}

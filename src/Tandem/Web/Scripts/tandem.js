import { initAll } from "./govuk-frontend.js";
import { copyLinks } from "./copy-link.js";
import { showLikely } from "./likely.js";
import { showSimilar } from "./similar.js";
import { saveMarks } from "./marking.js";
import { followProgress } from "./progress.js";
import { keepScores } from "./scoring.js";
import { openReasons } from "./explain.js";
import { keepUnsaved } from "./unsaved.js";

initAll();
copyLinks(document);
followProgress(document);
showLikely(document);
showSimilar(document);
saveMarks(document);
keepScores(document);
openReasons(document);
keepUnsaved(document);

// Filters stand open beside the list on a wide screen; browsers that know ::details-content do so by style alone.
if (matchMedia("(min-width: 48.0625em)").matches && !CSS.supports("selector(::details-content)")) {
  for (const panel of document.querySelectorAll("details.td-filters")) {
    panel.open = true;
  }
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Runs before the page is painted, so that menus drawn for script users do not jump.
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
}

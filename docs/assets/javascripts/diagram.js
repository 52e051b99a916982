// Opens a diagram in a native dialog, so that it can be read at its natural size on a small screen.
(() => {
  "use strict";

  function open(figure) {
    const dialog = document.createElement("dialog");
    dialog.className = "diagram-dialog md-typeset";
    dialog.setAttribute("aria-label", figure.querySelector("figcaption").textContent);

    const close = document.createElement("button");
    close.type = "button";
    close.className = "diagram-dialog__close";
    close.textContent = "閉じる";
    close.addEventListener("click", () => dialog.close());

    // A clone keeps the drawing in its place; its ids go, because they would stand twice on the page.
    const drawing = figure.querySelector(".diagram__canvas").cloneNode(true);
    for (const element of drawing.querySelectorAll("[id]")) element.removeAttribute("id");

    dialog.append(close, drawing);
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  for (const button of document.querySelectorAll(".diagram__enlarge")) {
    button.hidden = false;
    button.addEventListener("click", () => open(button.closest(".diagram")));
  }
})();

// Shows the title of a term or of a fact's mark as a small note: on hover, on keyboard focus, and on the
// first tap (the second follows the link). Without JavaScript they are plain links with a title.
(() => {
  "use strict";

  const targets = document.querySelectorAll(".md-content :is(a.term, a.fact-mark, a.fact-date)[title]");
  const note = document.createElement("div");
  if (!targets.length || !note.showPopover) return;

  note.id = "hint";
  note.className = "hint md-typeset";
  note.setAttribute("role", "tooltip");
  note.popover = "manual";              // in the top layer: no frame of a table cuts it off
  document.body.append(note);

  const EDGE = 8;                       // px between the note and the window's edges
  let current = null;
  let timer = 0;
  let touched = false;

  function place() {
    const mark = [...current.getClientRects()].at(-1);
    if (mark.bottom < 0 || mark.top > innerHeight) return hide();
    const { width, height } = note.getBoundingClientRect();
    const below = mark.bottom + 6;
    const top = below + height + EDGE <= innerHeight ? below : Math.max(EDGE, mark.top - 6 - height);
    const left = Math.min(Math.max(EDGE, mark.left), document.documentElement.clientWidth - width - EDGE);
    note.style.translate = `${Math.round(left)}px ${Math.round(top)}px`;
  }

  function show(target) {
    clearTimeout(timer);
    if (current === target) return;
    hide();
    current = target;
    note.textContent = target.dataset.hint;
    target.setAttribute("aria-describedby", note.id);
    note.showPopover();
    place();
  }

  function hide() {
    clearTimeout(timer);
    current?.removeAttribute("aria-describedby");
    current = null;
    if (note.matches(":popover-open")) note.hidePopover();
  }

  // A pause on both sides: a pointer that only passes shows nothing, one that moves onto the note keeps it.
  const soon = (action, delay) => { clearTimeout(timer); timer = setTimeout(action, delay); };

  for (const target of targets) {
    target.dataset.hint = target.title;
    target.removeAttribute("title");    // else the browser shows it a second time
    target.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; });
    target.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") soon(() => show(target), 120); });
    target.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") soon(hide, 200); });
    target.addEventListener("focus", () => { if (!touched && target.matches(":focus-visible")) show(target); });
    target.addEventListener("blur", hide);
    target.addEventListener("click", (event) => {
      if (!touched || current === target) return;
      event.preventDefault();
      show(target);
    });
  }
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", () => soon(hide, 200));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("pointerdown", (event) => {
    if (current && !note.contains(event.target) && !current.contains(event.target)) hide();
  });
  for (const event of ["scroll", "resize"]) addEventListener(event, () => { if (current) place(); }, { capture: true, passive: true });
})();

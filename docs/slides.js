/* slides.js: from slide to slide by keyboard. Arrows, PageUp and PageDown, the space bar, Home and
   End; f fills the screen. A slide with too much on it gets smaller letters. */
"use strict";

(function () {
  const slides = [...document.querySelectorAll(".slide")];

  function current() {
    return Math.max(0,
      slides.findIndex(slide => slide.getBoundingClientRect().bottom > innerHeight / 10));
  }
  function go(n) {
    const to = slides[Math.max(0, Math.min(slides.length - 1, n))];
    to.scrollIntoView();
    history.replaceState(null, "", "#" + to.id);
  }

  const steps = {
    ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1,
    ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -Infinity, End: Infinity
  };
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "f") {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen();
    } else if (event.key in steps) {
      event.preventDefault();
      go(current() + steps[event.shiftKey && event.key === " " ? "ArrowUp" : event.key]);
    }
  });

  function fit() {
    const here = current();
    for (const slide of slides) {
      const content = slide.querySelector(".content");
      if (!content) continue;
      content.style.zoom = "";
      for (let size = 0.95; size >= 0.4; size -= 0.05) {
        const wide = [...content.querySelectorAll(".scroll")]
          .some(box => box.scrollWidth > box.clientWidth + 8);
        if (content.scrollHeight <= content.clientHeight + 1 && !wide) break;
        content.style.zoom = size.toFixed(2);
      }
    }
    slides[here].scrollIntoView();
  }

  slides.forEach((slide, n) => { slide.dataset.number = n + 1 + " / " + slides.length; });
  document.querySelectorAll(".slide [tabindex]").forEach(box => box.removeAttribute("tabindex"));
  document.fonts.ready.then(() => {
    fit();
    const asked = location.hash && document.getElementById(location.hash.slice(1));
    if (asked) asked.scrollIntoView();
  });
  addEventListener("resize", fit);
})();

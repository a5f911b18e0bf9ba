/* kit.js: what the interactive figures share. A figure's own script calls
   interactive.figure(NAME, start); where that works, start(stage) draws beside the static
   figure, which is then only for paper. All computing is done by the course's C. */
"use strict";

window.interactive = (function () {
  const kit = { code: {}, stages: {} };

  /* ---- Elements ---------------------------------------------------------------------- */

  const COLORS = ["ink", "muted", "faint", "blue", "orange", "green", "purple", "red", "gold",
    "paper", "text", "line"];
  const SVG = "http://www.w3.org/2000/svg";

  function make(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if ((name === "fill" || name === "stroke") && COLORS.includes(value))
        element.style[name] = `var(--${value})`;
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter(child => child !== null));
    return element;
  }

  /* html("button", {class: "x", onclick: f}, "text"); svg("circle", {fill: "blue", ...}). */
  kit.html = (name, attributes, ...children) =>
    make(document.createElement(name), attributes, children);
  kit.svg = (name, attributes, ...children) =>
    make(document.createElementNS(SVG, name), attributes, children);

  /* -1.25 with a minus sign as long as a plus; digits after the point. */
  kit.number = (value, digits = 2) => {
    const text = Math.abs(value) >= 1e5 ? value.toExponential(1).replace("e+", "e")
      : value.toFixed(digits);
    return (/^-0(\.0*)?$/.test(text) ? text.slice(1) : text).replace("-", "\u2212");
  };
  kit.whole = value => Math.round(value).toLocaleString("en-US");
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  kit.clamp = clamp;

  /* ---- Controls ---------------------------------------------------------------------- */

  let made = 0;
  const unique = kind => `${kind}-${++made}`;

  /* A slider over the list `values`; `show` writes one, `change` is told of a new one. */
  kit.slider = function ({ label, values, value, show, change }) {
    const nearest = v =>
      values.reduce((best, x, i) => Math.abs(x - v) < Math.abs(values[best] - v) ? i : best, 0);
    const id = unique("slider");
    const output = kit.html("output", { for: id });
    const input = kit.html("input", { type: "range", id, min: 0, max: values.length - 1, step: 1 });
    const update = () => {
      output.textContent = show(values[input.value]);
      input.setAttribute("aria-valuetext", output.textContent);
    };
    const slider = {
      get value() { return values[input.value]; },
      set value(v) { input.value = nearest(v); update(); },
      element: kit.html("div", { class: "slider" }, kit.html("label", { for: id }, label), output,
        input),
    };
    slider.value = value;
    input.addEventListener("input", () => { update(); change(slider.value); });
    return slider;
  };

  kit.range = (from, to, step) =>
    Array.from({ length: Math.round((to - from) / step) + 1 },
      (_, i) => Number((from + i * step).toFixed(6)));

  kit.button = (label, press, attributes) =>
    kit.html("button", { type: "button", onclick: press, ...attributes }, label);

  /* Radio buttons that look like one control. options: [value, label] pairs. */
  kit.choice = function ({ label, options, value, change }) {
    const name = unique("choice");
    return kit.html("fieldset", { class: "choice" }, kit.html("legend", {}, label),
      ...options.map(([option, text]) => kit.html("label", {},
        kit.html("input", { type: "radio", name, value: option, checked: option === value,
          onchange: () => change(option) }), kit.html("span", {}, text))));
  };

  /* Calls moved(x, y), in the drawing's units, while the element is dragged. */
  function drag(element, moved) {
    element.addEventListener("pointerdown", event => {
      element.setPointerCapture(event.pointerId);
      element.focus({ preventScroll: true });
      event.preventDefault();
    });
    element.addEventListener("pointermove", event => {
      if (!element.hasPointerCapture(event.pointerId)) return;
      const box = element.ownerSVGElement.getBoundingClientRect();
      moved(event.clientX - box.left, event.clientY - box.top);
    });
  }

  /* Something that can be dragged: by pointer, and as a slider by the arrow keys. `at` turns a
     place in the drawing, in its units, into a value. */
  kit.handle = function (element, { label, min, max, step, value, show, at, change }) {
    const handle = {
      set value(v) {
        value = clamp(v, min, max);
        element.setAttribute("aria-valuenow", value.toFixed(4));
        element.setAttribute("aria-valuetext", show(value));
      },
    };
    for (const [name, text] of Object.entries({ role: "slider", tabindex: 0, "aria-label": label,
      "aria-valuemin": min, "aria-valuemax": max })) element.setAttribute(name, text);
    element.classList.add("handle");
    handle.value = value;
    const move = v => { handle.value = v; change(value); };
    element.addEventListener("keydown", event => {
      const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10,
        PageDown: -10 }[event.key];
      if (steps) move(value + steps * step);
      else if (event.key === "Home") move(min);
      else if (event.key === "End") move(max);
      else return;
      event.preventDefault();
    });
    drag(element, (x, y) => move(Math.round(at(x, y) / step) * step));
    return handle;
  };

  /* The same in the plane: value is [x, y], `at` gives both, the arrow keys move it either way. */
  kit.planeHandle = function (element, { label, limit, step, value, show, at, change }) {
    const set = v => {
      value = v.map(c => clamp(Math.round(c / step) * step, -limit, limit));
      element.setAttribute("aria-valuenow", value[0].toFixed(4));
      element.setAttribute("aria-valuetext", show(value));
    };
    for (const [name, text] of Object.entries({ role: "slider", tabindex: 0, "aria-label": label,
      "aria-valuemin": -limit, "aria-valuemax": limit })) element.setAttribute(name, text);
    element.classList.add("handle");
    set(value);
    const move = v => { set(v); change(value); };
    element.addEventListener("keydown", event => {
      const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1],
        ArrowDown: [0, -1] }[event.key];
      if (!way) return;
      move([value[0] + way[0] * step, value[1] + way[1] * step]);
      event.preventDefault();
    });
    drag(element, (x, y) => move(at(x, y)));
    return { set value(v) { set(v); } };
  };

  /* ---- Drawing ----------------------------------------------------------------------- */

  /* From lowest..highest to first..last pixel. */
  kit.scale = (low, high, first, last) => {
    const scale = v => first + (v - low) / (high - low) * (last - first);
    scale.inverse = pixel => low + (pixel - first) / (last - first) * (high - low);
    return scale;
  };

  kit.text = (x, y, text, attributes) =>
    kit.svg("text", { x: Number(x.toFixed(1)), y: Number(y.toFixed(1)), fill: "muted",
      "font-size": 13, ...attributes }, text);

  kit.line = (x1, y1, x2, y2, attributes) => {
    const [a, b, c, d] = [x1, y1, x2, y2].map(v => Number(v.toFixed(1)));
    return kit.svg("line", { x1: a, y1: b, x2: c, y2: d, stroke: "faint", ...attributes });
  };

  /* A line through points; where one is not finite it is broken. */
  kit.path = function (points, attributes) {
    let d = "", pen = "M";
    for (const [x, y] of points) {
      if (Number.isFinite(x) && Number.isFinite(y)) {
        d += pen + x.toFixed(1) + "," + y.toFixed(1);
        pen = "L";
      } else pen = "M";
    }
    return kit.svg("path", { d, fill: "none", "stroke-width": 2, ...attributes });
  };

  /* ---- The stage of a figure --------------------------------------------------------- */

  /* The message of require(), from C's format and its numbers, which wasm32 lays out in memory:
     4 bytes for %zu, %d and %s, 8 aligned bytes for %g. */
  function message(memory, format, numbers) {
    const bytes = new Uint8Array(memory.buffer), data = new DataView(memory.buffer);
    const string = at => {
      let text = "";
      while (bytes[at]) text += String.fromCharCode(bytes[at++]);
      return text;
    };
    const next = size => {
      const at = Math.ceil(numbers / size) * size;
      numbers = at + size;
      return at;
    };
    return string(format).replace(/%(?:\.\d+)?(zu|g|f|d|s|%)/g, (_, kind) =>
      kind === "%" ? "%" : kind === "s" ? string(data.getUint32(next(4), true)) :
      kind === "g" || kind === "f" ? String(data.getFloat64(next(8), true))
        : String(data.getInt32(next(4), true)));
  }

  /* The compiled C: call(NAME, ...) calls a function; what it refuses is shown and gives null. */
  async function compiled(name, refused) {
    const bytes = Uint8Array.from(atob(kit.code[name]), c => c.charCodeAt(0));
    let exports;
    const page = {
      refuse(called, format, numbers) {
        const error = new Error(message(exports.memory, format, numbers));
        error.refused = true;
        throw error;
      },
    };
    const none = new Proxy({},
      { get: (_, call) => () => { throw new Error(call + " in a figure"); } });
    const { instance } = await WebAssembly.instantiate(bytes,
      { page, wasi_snapshot_preview1: none });
    exports = instance.exports;
    return {
      call(call, ...numbers) {
        const stack = exports.__stack_pointer.value;
        try {
          const result = exports[call](...numbers);
          refused("");
          return result === undefined ? true : result;
        } catch (error) {
          if (!error.refused) throw error;
          exports.__stack_pointer.value = stack; /* it did not return: its frames are dropped */
          refused(error.message);
          return null;
        }
      },
      doubles: (at, count) => new Float64Array(exports.memory.buffer, at, count),
    };
  }

  /* Calls draw(milliseconds since the last time) for each frame, while it runs and can be seen. */
  function runner(element, draw, changed) {
    let wanted = false, seen = true, frame = 0, last = 0;
    const tick = now => {
      frame = requestAnimationFrame(tick);
      draw(Math.min(50, last ? now - last : 16));
      last = now;
    };
    const settle = () => {
      const go = wanted && seen;
      if (go && !frame) { last = 0; frame = requestAnimationFrame(tick); }
      if (!go && frame) { cancelAnimationFrame(frame); frame = 0; }
    };
    new IntersectionObserver(entries => {
      seen = entries[entries.length - 1].isIntersecting;
      settle();
    }).observe(element);
    return {
      get running() { return wanted; },
      set running(on) { wanted = on; settle(); changed(on); },
    };
  }

  kit.figure = async function (name, start) {
    const place = document.querySelector(`.interactive[data-name="${name}"]`);
    const still = place && place.querySelector("figure .scroll");
    if (!still) return;
    const refusal = kit.html("p", { class: "refusal", role: "alert" });
    const said = kit.html("p", { class: "said", role: "status" });
    const live = kit.html("div", { class: "live", role: "group",
      "aria-label": still.getAttribute("aria-label") + ", interactive" });
    const code = await compiled(name,
      text => { if (refusal.textContent !== text) refusal.textContent = text; });
    let waiting = 0, plot = null, redraw = null, width = 0;
    const stage = kit.stages[name] = {
      ...code, live, refusal, said,
      reduced: matchMedia("(prefers-reduced-motion: reduce)").matches,
      /* The drawing: an SVG as wide as the text, drawn again for each width. */
      plot(label, draw) {
        plot = kit.svg("svg", { role: "group", "aria-label": label });
        redraw = draw;
        return plot;
      },
      get svg() { return plot; },
      draw() { if (width) redraw(width); },
      /* A summary in words, spoken when nothing has changed for a while. */
      say(text) {
        clearTimeout(waiting);
        waiting = setTimeout(() => { if (said.textContent !== text) said.textContent = text; },
          400);
      },
      runner: (draw, changed) => runner(live, draw, changed),
      controls: (...parts) => live.append(...parts),
    };
    start(stage);
    live.append(refusal, said);
    still.before(live);
    place.classList.add("ready");
    new ResizeObserver(() => {
      const now = Math.floor(live.clientWidth);
      if (now !== width) { width = now; stage.draw(); }
    }).observe(live);
  };

  return kit;
})();

/* descent.js: gradient descent on the same cats, raw and standardized, side by side. */

interactive.figure("descent", function (stage) {
  const { html, svg, text, line, path, number, whole, slider, range, button, planeHandle,
    scale } = interactive;
  const P = 3, SIDE = P * P + 2 + P + 1, MOST = 1e6, LIMIT = 1.6,
    START = [0.9, 1.2] /* size, fur */;
  const SIDES = [{ name: "raw", color: "orange" }, { name: "standardized", color: "blue" }];
  let start = START.slice(), steps = 0;

  /* The struct of descent.c. */
  const memory = () => stage.doubles(stage.call("descent_memory"), 1 + 2 * SIDE);
  function side(k) {
    const m = memory().subarray(1 + k * SIDE, 1 + (k + 1) * SIDE);
    return { hessian: m.subarray(0, P * P), largest: m[P * P], condition: m[P * P + 1],
      error: m.subarray(P * P + 2, P * P + 2 + P), gap: m[SIDE - 1] };
  }
  stage.call("descent_cats");

  /* Both descents, from the start; each keeps the way it took. */
  function restart(made = 0) {
    play.running = false;
    steps = 0;
    memory()[0] = rate.value;
    SIDES.forEach((s, k) => {
      side(k).error.set([start[0], start[1], 0]);
      stage.call("descent_step", k, 0);
      Object.assign(s,
        { way: [start], made: 0, done: false, needed: stage.call("descent_needed", k) });
    });
    for (let i = 0; i < made; i++) advance(1);
    show();
  }

  function advance(count) {
    SIDES.forEach((s, k) => {
      if (s.done) return;
      const made = stage.call("descent_step", k, count), { error, gap } = side(k);
      s.made += made;
      s.way.push([error[0], error[1]]);
      if (s.way.length > 600) s.way = s.way.filter((_, i) => i < 40 || i % 2 === 0);
      s.done = made < count || !(gap < 1e9);
    });
    steps += count;
    if (SIDES.every(s => s.done) || steps >= MOST) play.running = false;
  }

  /* At first one step at a time, then ever more in a frame, or the raw one would take all day. */
  let rest = 0;
  const play = stage.runner(elapsed => {
    rest += elapsed * (steps < 20 ? 0.008 : steps / 1000);
    const count = Math.floor(rest);
    if (count < 1) return;
    rest -= count;
    advance(count);
    show();
  }, on => { go.textContent = on ? "Pause" : "Run"; });

  /* ---- The drawing ---- */

  stage.live.classList.add("terse"); /* the numbers stand in the drawing */
  const plot = stage.plot(
    "Two landscapes of the cost over the weight of the fur and the weight of the size", build);
  const clip = svg("clipPath", { id: "descent-clip" });
  let panels = [], size = 0;

  function build(width) {
    const wide = width > 520, gap = 28;
    size = wide ? (width - gap) / 2 : Math.min(width, 270);
    const high = size + (wide ? 92 : 112);
    const total = wide ? high : 2 * high - 20;
    plot.setAttribute("viewBox", `0 0 ${width} ${total}`);
    plot.setAttribute("height", total);
    clip.replaceChildren(svg("rect", { x: 0, y: 0, width: size, height: size, rx: 4 }));
    panels = SIDES.map((s, k) =>
      panel(s, wide ? k * (size + gap) : (width - size) / 2, wide ? 24 : k * high + 24));
    plot.replaceChildren(svg("defs", {}, clip), ...panels.map(p => p.group));
    show();
  }

  function panel(s, left, top) {
    const at = scale(-LIMIT, LIMIT, 0, size), up = scale(-LIMIT, LIMIT, size, 0);
    const hills = svg("g"), way = svg("g"),
      head = svg("circle", { r: 5, fill: s.color, stroke: "paper", "stroke-width": 1.5 });
    const count = text(size, size + 41, "",
      { "text-anchor": "end", fill: "ink", "font-weight": 600, "font-size": 15 });
    const needs = text(0, size + 61, "", {});
    const mark = svg("g", {}, svg("circle", { class: "halo", r: 18, fill: "ink" }),
      svg("circle", { r: 6.5, fill: "paper", stroke: "ink", "stroke-width": 2 }),
      svg("circle", { class: "ring", r: 12 }));
    const handle = planeHandle(mark, {
      label: `Start of the descent, ${s.name}`, limit: LIMIT - 0.1, step: 0.05,
      value: [start[1], start[0]],
      show: ([fur, weight]) =>
        `weight of the fur ${number(fur)}, of the size ${number(weight)} from the best`,
      at: (x, y) => [at.inverse(x - left), up.inverse(y - top)],
      change: ([fur, weight]) => { start = [weight, fur]; restart(20); },
    });
    const group = svg("g", { transform: `translate(${left},${top})` },
      svg("g", { "aria-hidden": true },
        text(0, -8, s.name, { fill: s.color, "font-weight": 600, "font-size": 15 }),
        text(size, -8, `condition number ${condition(SIDES.indexOf(s))}`, { "text-anchor": "end" }),
        svg("g", { "clip-path": "url(#descent-clip)" },
          svg("rect", { width: size, height: size, fill: s.color, opacity: 0.05 }),
          hills, line(at(0) - 5, up(0), at(0) + 5, up(0), { stroke: "ink", "stroke-width": 1.5 }),
          line(at(0), up(0) - 5, at(0), up(0) + 5, { stroke: "ink", "stroke-width": 1.5 }), way,
          head),
        text(size / 2, size + 18, "weight of the fur \u2192",
          { "text-anchor": "middle", "font-size": 12 }),
        text(-8, 0, "weight of the size \u2192", { "text-anchor": "middle", "font-size": 12,
          transform: `translate(${13},${size - 74}) rotate(-90)` }),
        text(0, size + 41, "steps made", {}), count, needs),
      mark);
    return { at, up, hills, way, head, count, needs, mark, handle, group };
  }

  const condition = k => (side(k).condition > 100 ? whole : number)(side(k).condition);

  /* The contours of the cost as a function of both weights, where the bias is as it is now:
     ellipses about the point that is best for this bias, each with 2.25 times the cost of the one
     inside. */
  function contours({ hessian, error }) {
    const [a, b, c] = [hessian[0], hessian[1], hessian[P + 1]], det = a * c - b * b;
    const middle = [-(c * hessian[2] - b * hessian[5]) / det * error[2],
      -(a * hessian[5] - b * hessian[2]) / det * error[2]];
    const half = (a + c) / 2, root = Math.sqrt((a - c) ** 2 / 4 + b * b);
    const steep = half + root, flat = half - root,
      angle = 0.5 * Math.atan2(2 * b, a - c); /* of the steep axis, from size */
    const out = [];
    for (let length = 0.35; length * Math.sqrt(flat / steep) < 3; length *= 1.5)
      out.push({ middle, angle, long: length, short: length * Math.sqrt(flat / steep) });
    return out.reverse();
  }

  function show() {
    if (panels.length === 0) return;
    SIDES.forEach((s, k) => {
      const p = panels[k], now = side(k), unit = p.at(1) - p.at(0);
      p.hills.replaceChildren(...contours(now).map(e => svg("ellipse", {
        rx: (e.long * unit).toFixed(1), ry: (e.short * unit).toFixed(1), fill: s.color,
        "fill-opacity": 0.045, stroke: s.color, "stroke-opacity": 0.4,
        transform: `translate(${p.at(e.middle[1]).toFixed(1)},${p.up(e.middle[0]).toFixed(1)}) ` +
          `rotate(${(e.angle * 180 / Math.PI).toFixed(2)})`,
      })));
      const points = s.way.map(([weight, fur]) => [p.at(fur), p.up(weight)]);
      p.way.replaceChildren(
        path(points, { stroke: s.color, "stroke-width": 1.75, "stroke-linejoin": "round" }),
        ...points.slice(1, 40).map(([x, y]) =>
          svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 2.6, fill: s.color })));
      const [x, y] = points[points.length - 1];
      p.head.setAttribute("cx", x.toFixed(1));
      p.head.setAttribute("cy", y.toFixed(1));
      p.mark.setAttribute("transform",
        `translate(${points[0][0].toFixed(1)},${points[0][1].toFixed(1)})`);
      p.handle.value = [start[1], start[0]];
      p.count.textContent = whole(s.made) + (s.done && now.gap < 1e-3 ? ", there" : "");
      p.needs.textContent = s.needed >= MOST ? (rate.value > 2 ? "gets farther with every step"
        : "more than a million steps to the minimum")
        : `${whole(s.needed)} steps to the minimum`;
    });
    const words = SIDES.map((s, k) =>
      `${s.name}: ${s.needed >= MOST ? "never there" : "needs " + whole(s.needed) + " steps"}, ` +
      `${whole(s.made)} made, condition number ${condition(k)}`);
    stage.say(words.join(". ") + ".");
  }

  /* ---- The controls ---- */

  const rate = slider({ label: "learning rate, times 1/λmax", values: range(0.05, 2.2, 0.05),
    value: 1,
    show: v => number(v), change: () => restart(20) });
  const go = button("Run", () => {
    if (SIDES.every(s => s.done)) restart();
    if (!stage.reduced) { play.running = !play.running; return; }
    while (steps < MOST && !SIDES.every(s => s.done)) advance(Math.max(1, Math.floor(steps / 10)));
    show();
  }, { class: "main" });
  const step = button("One step", () => { play.running = false; advance(1); show(); });
  const again = button("Back to the start", () => { restart(); });
  const reset = button("Reset", () => { rate.value = 1; start = START.slice(); restart(20); });
  stage.controls(plot, html("div", { class: "buttons" }, go, step, again, reset),
    html("div", { class: "controls" }, rate.element));
  restart(20);
});
